import { z } from 'zod';
import type { PendingSignIn } from './oidc-provider.ts';

const name = 'yuexin_oidc';
export const oidcPath = '/v1/console/oidc';
const lifeSeconds = 600;

export type Pending = PendingSignIn & { returnTo: string };

const text = z.string().min(1).max(256);
const pending = z.object({
  ...{ state: text, nonce: text, codeVerifier: text },
  returnTo: z.string().max(1024),
});

/** `Set-Cookie` for the way to the provider and back: Lax, since the provider's page leads back. */
export function writePendingCookie(input: { pending: Pending; isSecure: boolean }): string {
  const value = Buffer.from(JSON.stringify(input.pending)).toString('base64url');
  return [
    ...[`${name}=${value}`, `Path=${oidcPath}`, `Max-Age=${lifeSeconds}`],
    ...['HttpOnly', 'SameSite=Lax'],
    ...(input.isSecure ? ['Secure'] : []),
  ].join('; ');
}

export const clearPendingCookie = `${name}=; Path=${oidcPath}; Max-Age=0; HttpOnly; SameSite=Lax`;

/** What was begun in this browser, or null. */
export function readPendingCookie(header: string | undefined): Pending | null {
  const value = new RegExp(`(?:^|;\\s*)${name}=([\\w-]{1,4096})`).exec(header ?? '')?.[1];
  if (value === undefined) return null;
  try {
    const parsed = pending.safeParse(JSON.parse(Buffer.from(value, 'base64url').toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    // Not ours: as good as none.
    return null;
  }
}

/** A page of the console to come back to; anything else becomes its first page. */
export function safeReturn(given: unknown): string {
  const isOurs = typeof given === 'string' && /^\/console(?:[/?][\w\-./?=&%:,+~]*)?$/.test(given);
  return isOurs && given.length <= 1024 && !given.includes('//') ? given : '/console/';
}
