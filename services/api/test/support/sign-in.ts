import { adminKey, type Answer, type ApiBed, type CallOptions, type Json } from './api-bed.ts';

export type Browser = {
  cookie: string;
  csrfToken: string;
  /** A call as a page of the console makes it: cookie, and the token beside whatever changes something. */
  call<T = Json>(method: string, path: string, options?: CallOptions): Promise<Answer<T>>;
};

/** Signs a browser in to the console. */
export async function signIn(api: ApiBed, key: string = adminKey): Promise<Browser> {
  const signedIn = await api.call('POST', '/v1/console/session', { key: null, body: { key } });
  if (signedIn.status !== 201) throw new Error(signedIn.text);
  const cookie = cookieOf(signedIn);
  const csrfToken = String(signedIn.body.csrfToken);
  return {
    ...{ cookie, csrfToken },
    call: (method, path, options = {}) =>
      api.call(method, path, {
        ...options,
        key: null,
        headers: { cookie, 'x-csrf-token': csrfToken, ...options.headers },
      }),
  };
}

/** What a browser keeps of `Set-Cookie`. */
export function cookieOf(answer: Answer): string {
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}
