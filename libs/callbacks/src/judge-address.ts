import ipaddr from 'ipaddr.js';

/** Null: callbacks may go to this address; else why not, for people. */
export type JudgeAddress = (address: string) => string | null;

/**
 * Public unicast addresses only: no private, loopback, link-local, carrier-grade NAT, unique local, multicast, reserved or
 * documentation ones, and no IPv6 form that carries an IPv4 address elsewhere (6to4, Teredo, NAT64). Mapped ones are judged by
 * what they map. With `allowPrivate` everything goes.
 */
export function createJudgeAddress({ allowPrivate }: { allowPrivate: boolean }): JudgeAddress {
  return (address) => {
    if (allowPrivate) return null;
    // A zone id names an interface of ours.
    if (!ipaddr.isValid(address) || address.includes('%')) return `${address} is no public address`;
    const parsed = ipaddr.process(address);
    const range = parsed.range();
    if (range !== 'unicast') return `${address} is not public (${range})`;
    // Of IPv6 nothing else is given out, and what the library does not know it calls unicast.
    const isGivenOut = parsed.kind() === 'ipv4' || parsed.match(ipaddr.parseCIDR('2000::/3'));
    return isGivenOut ? null : `${address} is not public (unassigned)`;
  };
}
