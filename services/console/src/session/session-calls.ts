import { ProblemError, type Problem } from '@yuexin/client';
import { attention } from '../live/create-attention.ts';
import { readWireSession, type WireSession } from './read-wire-session.ts';
import type { Session } from './session.ts';

const path = '/v1/console/session';

/** How one may sign in beside a key. */
export type SignInOptions = { oidc: { name: string; startUrl: string } | null };

/** What cannot be asked is not offered: a key opens the console in any case. */
export async function readSignInOptions(): Promise<SignInOptions> {
  try {
    const response = await fetch('/v1/console/sign-in-options');
    return response.ok ? ((await response.json()) as SignInOptions) : { oidc: null };
  } catch {
    // No answer: the form says so when a key is sent.
    return { oidc: null };
  }
}

/** Who is signed in by this browser's cookie, or null. Throws ProblemError, or TypeError when nothing answered. */
export async function readSession(): Promise<Session | null> {
  const headers = attention.isAttended() ? {} : { 'x-unattended': '1' };
  const response = await fetch(path, { credentials: 'same-origin', headers });
  if (response.status === 401) return null;
  return readAnswer(response);
}

/** Exchanges a key for the cookie. Throws ProblemError when the key is not taken. */
export async function signIn(key: string): Promise<Session> {
  const response = await fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key }),
  });
  return readAnswer(response);
}

/** Ends the session at the api; the cookie is worth nothing after that. Throws ProblemError when it was not ended. */
export async function signOut(csrfToken: string): Promise<void> {
  const response = await fetch(path, {
    method: 'DELETE',
    credentials: 'same-origin',
    headers: { 'x-csrf-token': csrfToken },
  });
  // 401: it had ended already.
  if (!response.ok && response.status !== 401) await readAnswer(response);
}

async function readAnswer(response: Response): Promise<Session> {
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  if (response.ok && isJson) return readWireSession((await response.json()) as WireSession);
  // A proxy's page instead of the api's answer is no problem document.
  const problem = isJson ? ((await response.json()) as Problem) : unknownProblem(response);
  throw new ProblemError({ problem, retryAfterMs: null });
}

function unknownProblem({ status }: Response): Problem {
  return {
    ...{ type: '/problems/unavailable', title: 'Unavailable', status, detail: `HTTP ${status}` },
    ...{ code: 'unavailable', requestId: '', retryable: true },
  };
}
