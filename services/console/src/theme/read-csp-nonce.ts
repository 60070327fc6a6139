/** What the api wrote into this answer's page, for the styles that antd adds; undefined where no policy is in force. */
export function readCspNonce(from: Document): string | undefined {
  const content = from.querySelector('meta[name="csp-nonce"]')?.getAttribute('content');
  return content === undefined || content === null || content.startsWith('__')
    ? undefined
    : content;
}
