/** The cookie's name. Not `__Host-`: the console is also tried over plain http. */
const name = 'yuexin_console';

/** The console's cookie of a `Cookie` header, or null. */
export function readConsoleCookie(header: string | undefined): string | null {
  for (const pair of (header ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value !== undefined && /^[\w-]{20,100}$/.test(value)) return value;
  }
  return null;
}

/** `Set-Cookie` of a sign-in: out of scripts' reach, sent by our own pages only, gone with the session. */
export function writeConsoleCookie(input: {
  token: string;
  lifeSeconds: number;
  isSecure: boolean;
}): string {
  return [
    `${name}=${input.token}`,
    ...['Path=/', `Max-Age=${input.lifeSeconds}`, 'HttpOnly', 'SameSite=Strict'],
    ...(input.isSecure ? ['Secure'] : []),
  ].join('; ');
}

/** `Set-Cookie` of a sign-out. */
export function clearConsoleCookie(): string {
  return `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict`;
}
