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
    const range = ipaddr.process(address).range();
    return range === 'unicast' ? null : `${address} is not public (${range})`;
  };
}
