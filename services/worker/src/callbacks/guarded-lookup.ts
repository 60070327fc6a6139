import type { LookupAddress, LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { JudgeAddress } from '@yuexin/callbacks';

/** Every address of a name, as `dns.lookup` gives them with `all`. */
export type LookUpAll = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** No address of the host may be called. */
export class AddressRefusedError extends Error {
  readonly code = 'ADDRESS_REFUSED';
}

/**
 * The look-up of a connection: what it gives is connected to, and nothing else is looked up, so that a name cannot lead somewhere
 * else between the check and the call. Refused addresses are left out; a name that has no other cannot be called.
 */
export function createGuardedLookup(deps: {
  lookUp: LookUpAll;
  judgeAddress: JudgeAddress;
}): LookupFunction {
  return (hostname, options, callback) => {
    deps.lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, []);
        return;
      }
      const allowed = addresses.filter(({ address }) => deps.judgeAddress(address) === null);
      const first = allowed[0];
      if (first === undefined) {
        const refused = addresses.map(({ address }) => deps.judgeAddress(address)).join('; ');
        callback(new AddressRefusedError(refused), []);
        return;
      }
      if (options.all === true) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}
