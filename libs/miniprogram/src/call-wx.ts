import type { WxApi } from './wx-api.ts';

type Method = 'login' | 'request' | 'requestSubscribeMessage' | 'getSetting';
type Options<M extends Method> = Parameters<WxApi[M]>[0];
type Said<M extends Method> = Parameters<Options<M>['success']>[0];

export type WxAnswer<Value> =
  { value: Value; error?: undefined } | { value?: undefined; error: unknown };

/**
 * Calls a method of `wx` in the same turn. The promise never rejects: where the method fails or throws (a base library that does not have
 * it, a wrong argument), the answer is the error.
 */
export function callWx<M extends Method>(
  wx: Pick<WxApi, M>,
  method: M,
  options: Omit<Options<M>, 'success' | 'fail'>,
): Promise<WxAnswer<Said<M>>> {
  return new Promise((resolve) => {
    const fail = (error: unknown): void => resolve({ error });
    try {
      const success = (value: Said<M>): void => resolve({ value });
      (wx[method] as (all: object) => void)({ ...options, success, fail });
    } catch (error) {
      fail(error);
    }
  });
}
