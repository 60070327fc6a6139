import { callWx } from './call-wx.ts';
import { textOf } from './problem.ts';
import type { WxApi } from './wx-api.ts';

type Body = Record<string, unknown>;

/** `away`: no answer, or one that says "later" (429, 5xx): the same call may succeed another time. */
export type ApiAnswer =
  | { kind: 'ok'; body: Body }
  /** `pointers`: the members of the request that were wrong. */
  | { kind: 'refused'; status: number; reason: string; pointers: string[] }
  | { kind: 'away'; reason: string };

export type ApiCall = {
  method: 'GET' | 'POST';
  path: string;
  token?: string | undefined;
  body?: object;
};

export type CallApi = (call: ApiCall) => Promise<ApiAnswer>;

/** Calls Yuexin's api by wx.request. Never rejects. */
export function createCallApi(deps: { wx: Pick<WxApi, 'request'>; baseUrl: string }): CallApi {
  const { wx, baseUrl } = deps;
  return async ({ method, path, token, body }) => {
    const answer = await callWx(wx, 'request', {
      url: baseUrl.replace(/\/+$/, '') + path,
      method,
      timeout: 10_000,
      // JSON is what wx.request sends by itself.
      ...(token && { header: { Authorization: `Bearer ${token}` } }),
      ...(body && { data: JSON.stringify(body) }),
    });
    return answer.isOk
      ? readAnswer(answer.value.statusCode, answer.value.data)
      : { kind: 'away', reason: textOf(answer.error) };
  };
}

function readAnswer(status: number, data: unknown): ApiAnswer {
  const body = Object(data) as Body;
  const reason = typeof body.code === 'string' ? body.code : `HTTP ${status}`;
  // All that Yuexin answers are JSON objects: another is a page of a proxy, or of the café's network.
  if (body !== data || status === 429 || status >= 500) return { kind: 'away', reason };
  if (status < 300) return { kind: 'ok', body };
  const { errors = [] } = body as { errors?: { pointer: string }[] };
  return { kind: 'refused', status, reason, pointers: errors.map(({ pointer }) => pointer) };
}
