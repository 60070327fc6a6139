import { callWx } from './call-wx.ts';
import { away } from './problem.ts';
import type { WxApi } from './wx-api.ts';

type Body = Record<string, unknown>;
type Said = { statusCode: number; data: unknown };
type Refusal = { code?: string; type?: unknown; errors?: unknown };

/** `away`: no answer, one that says "later" (429, 5xx), or one that is not Yuexin's: the same call may succeed another time. */
export type ApiAnswer =
  | { kind: 'ok'; body: Body }
  /** `reason`: the problem's code. `pointers`: the members of the request that were wrong. */
  | { kind: 'refused'; reason: string; pointers: string[] }
  | { kind: 'away'; reason: string };

export type ApiCall = {
  /** Below /v1/mp/. */
  path: string;
  /** What a good answer has: another is not the service's, whatever its status. */
  has: string;
  token?: string | undefined;
  /** With it, the call is a POST. */
  body?: object;
};

export type CallApi = (call: ApiCall) => Promise<ApiAnswer>;

/** Calls Yuexin's api by wx.request. Never rejects. */
export function createCallApi(deps: { wx: Pick<WxApi, 'request'>; baseUrl: string }): CallApi {
  const { wx, baseUrl } = deps;
  return async ({ path, has, token, body }) => {
    const answer = await callWx(wx, 'request', {
      url: `${baseUrl.replace(/\/+$/, '')}/v1/mp/${path}`,
      method: body ? 'POST' : 'GET',
      timeout: 10_000,
      // JSON is what wx.request sends by itself.
      ...(token && { header: { Authorization: `Bearer ${token}` } }),
      ...(body && { data: JSON.stringify(body) }),
    });
    return answer.value ? readAnswer(answer.value, has) : away(answer.error);
  };
}

const pointerOf = (problem: unknown): string =>
  String((Object(problem) as { pointer?: unknown }).pointer);

function readAnswer({ statusCode: status, data }: Said, has: string): ApiAnswer {
  const body = Object(data) as Body;
  const { code: reason = `HTTP ${status}`, type, errors } = body as Refusal;
  if (status < 300 && has in body) return { kind: 'ok', body };
  // What Yuexin refuses with is a problem of this type: another answer is that of a gateway, or of the café's network.
  if (type !== `/problems/${reason}` || status > 428) return away(reason);
  const pointers = Array.from(Object(errors) as ArrayLike<unknown>, pointerOf);
  return { kind: 'refused', reason, pointers };
}
