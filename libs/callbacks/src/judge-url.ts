import type { JudgeAddress } from './judge-address.ts';

/** What is wrong with the URL of an endpoint; `rule` is stable. */
export type UrlProblem = {
  rule: 'url' | 'https' | 'credentials' | 'private-address';
  message: string;
};

/** Names that mean this machine, wherever they are looked up. */
const ownNames = /^(.+\.)?(localhost|localhost\.localdomain)\.?$/;

/**
 * Every problem of an endpoint's URL that shows without a look-up: where a name leads is judged at each call. Numbers in odd
 * notations (0x7f.1, 2130706433) are addresses here as they are for the connection: the URL parser reads both.
 */
export function findUrlProblems(
  text: string,
  { allowPrivate, judgeAddress }: { allowPrivate: boolean; judgeAddress: JudgeAddress },
): UrlProblem[] {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol) || text !== text.trim())
    return [{ rule: 'url', message: 'must be an absolute URL such as https://example.com/yuexin' }];
  const problems: UrlProblem[] = [];
  if (url.protocol === 'http:' && !allowPrivate)
    problems.push({ rule: 'https', message: 'must begin with https://' });
  if (url.username !== '' || url.password !== '')
    problems.push({
      rule: 'credentials',
      message: 'must not carry a user name or password: check the signature instead',
    });
  const refusal = refusalOfHost(url.hostname, { allowPrivate, judgeAddress });
  if (refusal !== null)
    problems.push({
      rule: 'private-address',
      message: `must lead to a public address: ${refusal}`,
    });
  return problems;
}

/** The host of a URL when it is an address, without brackets; null for a name. */
export function addressOfHost(hostname: string): string | null {
  if (hostname.startsWith('[')) return hostname.slice(1, -1);
  return /^\d+\.\d+\.\d+\.\d+$/.test(hostname) ? hostname : null;
}

function refusalOfHost(
  hostname: string,
  { allowPrivate, judgeAddress }: { allowPrivate: boolean; judgeAddress: JudgeAddress },
): string | null {
  const address = addressOfHost(hostname);
  if (address !== null) return judgeAddress(address);
  return !allowPrivate && ownNames.test(hostname) ? `${hostname} is this machine` : null;
}
