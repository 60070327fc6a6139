import { callWx } from './call-wx.ts';
import type { ApiAnswer, ApiCall, CallApi } from './create-call-api.ts';
import type { Store } from './create-store.ts';
import { away, type Tell } from './problem.ts';
import type { WxApi } from './wx-api.ts';

export type LoginResult =
  | { kind: 'logged-in'; phoneBound: boolean }
  /** `away`: no network, or the service does not answer. `refused`: WeChat or the service said no. */
  | { kind: 'away' | 'refused'; reason: string };

type Kept = { token: string; untilMs: number };

export type Session = {
  /** Logs in anew; with the code of a phone button the phone is bound to the user. Concurrent calls without one share a login. */
  login: (phoneCode?: string) => Promise<LoginResult>;
  /** The call with a session's token; logs in when there is none, and once more when it has ended. Whom the service knows not then is away. */
  call(call: Omit<ApiCall, 'token'>): Promise<ApiAnswer>;
};

type SessionDeps = {
  wx: Pick<WxApi, 'login'>;
  callApi: CallApi;
  store: Store;
  appId: string;
  nowMs: () => number;
  wait: (ms: number) => Promise<void>;
  tell: Tell;
  onLogin: () => void;
};

const triesMax = 3;
/** Renewed this long before its end, so that none ends in the middle of an ask. */
const marginMs = 3_600_000;

/** A login with retry and renewal. */
export function createSession(deps: SessionDeps): Session {
  const { callApi, store, nowMs } = deps;
  let underWay: Promise<LoginResult> | null = null;

  const token = (): string => {
    const { token = '', untilMs = 0 } = store.read<Partial<Kept>>('session', {});
    return untilMs - marginMs > nowMs() ? token : '';
  };
  const loginOnce = async (): Promise<LoginResult> => {
    underWay ??= login(deps);
    const result = await underWay;
    underWay = null;
    return result;
  };

  return {
    login: (phoneCode) => (phoneCode ? login(deps, phoneCode) : loginOnce()),
    async call(call) {
      for (let isSecond = false; ; isSecond = true) {
        if (!token()) {
          const result = await loginOnce();
          if (result.kind !== 'logged-in') return away(result.reason);
        }
        const used = token();
        const answer = await callApi({ ...call, token: used });
        if (answer.kind === 'ok' || answer.reason !== 'unauthenticated') return answer;
        if (isSecond) return away(answer.reason);
        // Unless another call has logged in anew meanwhile.
        if (token() === used) store.write('session', {});
      }
    },
  };
}

async function login(deps: SessionDeps, phoneCode?: string): Promise<LoginResult> {
  for (let tries = 1; ; tries += 1) {
    const answer = await tryLogin(deps, phoneCode);
    if (answer.kind === 'ok') {
      const { sessionToken, expiresInSeconds, phoneBound } = answer.body;
      const untilMs = deps.nowMs() + (expiresInSeconds as number) * 1_000;
      deps.store.write('session', { token: sessionToken, untilMs });
      deps.onLogin();
      return { kind: 'logged-in', phoneBound: phoneBound as boolean };
    }
    const { kind, reason } = answer;
    const mayPass = kind === 'away' || reason === 'login-code-invalid';
    // A phone's code is good once: after an answer that was lost nobody knows whether it is spent.
    if (!mayPass || phoneCode || tries === triesMax) {
      deps.tell('login', reason);
      return { kind, reason };
    }
    await deps.wait(500 * 2 ** tries);
  }
}

/** A code of wx.login is good once as well: each try takes a new one. */
async function tryLogin(
  { wx, callApi, appId }: SessionDeps,
  phoneCode: string | undefined,
): Promise<ApiAnswer> {
  const said = await callWx(wx, 'login', { timeout: 10_000 });
  if (!said.value) return away(said.error);
  return callApi({
    path: 'login',
    body: { appId, code: said.value.code, phoneCode },
    has: 'sessionToken',
  });
}
