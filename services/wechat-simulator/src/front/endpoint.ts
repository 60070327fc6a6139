import type { Answer } from './answer.ts';
import type { SimApp } from '../ledger/sim-app.ts';

/** A call of one of WeChat's paths, its body parsed. */
type WechatCall = {
  path: string;
  query: URLSearchParams;
  /** Empty for GET. */
  body: Readonly<Record<string, unknown>>;
  at: Date;
  ip: string;
};

type Common = {
  path: string;
  method: 'GET' | 'POST';
  /** What the other method draws. */
  wrongMethodErrcode: number;
};

/** Called with an access_token: the front has checked it and counted the call. */
export type TokenEndpoint = Common & {
  access: 'token';
  answer(call: WechatCall & { app: SimApp }): Answer;
};

/** Called with the AppSecret, which the endpoint checks itself. */
export type SecretEndpoint = Common & {
  access: 'secret';
  answer(call: WechatCall): Answer;
};

export type Endpoint = TokenEndpoint | SecretEndpoint;
