/** Origin and path prefix of WeChat's API, or of a proxy in front of it. Throws TypeError for what is no such address. */
export function readBaseUrl(baseUrl: string): { origin: string; prefix: string } {
  const url = new URL(baseUrl);
  const isPlain =
    url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!/^https?:$/.test(url.protocol) || !isPlain) {
    throw new TypeError('The base URL must be http or https, without user, query or fragment.');
  }
  return { origin: url.origin, prefix: url.pathname.replace(/(?<!\/)\/+$/, '') };
}
