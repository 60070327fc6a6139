import { BlockList, isIP, isIPv6 } from 'node:net';

const longestPrefix = { ipv4: 32, ipv6: 128 } as const;

type Range = { address: string; prefix: number; family: 'ipv4' | 'ipv6' };

/** `203.0.113.7`, `10.0.0.0/8`, `2001:db8::/32`; null for anything else. */
export function readAddressRange(text: string): Range | null {
  const [address = '', prefixText, ...rest] = text.split('/');
  if (rest.length > 0 || isIP(address) === 0) return null;
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  if (prefixText === undefined) return { address, family, prefix: longestPrefix[family] };
  if (!/^\d{1,3}$/.test(prefixText) || Number(prefixText) > longestPrefix[family]) return null;
  return { address, family, prefix: Number(prefixText) };
}

/** Whether an address is in one of the ranges. An IPv4 address is the same when it comes mapped into IPv6. Null ranges: every address. */
export function isAddressAllowed(
  address: string | undefined,
  ranges: readonly string[] | null,
): boolean {
  if (ranges === null) return true;
  if (address === undefined || isIP(address) === 0) return false;
  const list = new BlockList();
  for (const range of ranges.map(readAddressRange))
    if (range !== null) list.addSubnet(range.address, range.prefix, range.family);
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
