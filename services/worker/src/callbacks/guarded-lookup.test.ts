import { describe, expect, test } from '@jest/globals';
import { createJudgeAddress } from '@yuexin/callbacks';
import { createGuardedLookup, type LookUpAll } from './guarded-lookup.ts';

const judgeAddress = createJudgeAddress({ allowPrivate: false });
const lookUpOf =
  (...addresses: string[]): LookUpAll =>
  (_hostname, options, callback) => {
    expect(options.all).toBe(true);
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
const ask = (lookUp: LookUpAll, options: { all?: boolean }): Promise<unknown[]> =>
  new Promise((resolve) => {
    const lookup = createGuardedLookup({ lookUp, judgeAddress });
    lookup('example.test', options, (...answer) => resolve(answer));
  });

describe('a guarded look-up', () => {
  test('when all addresses are wanted, then those that may be called are given, in order', async () => {
    const lookUp = lookUpOf('10.0.0.1', '1.1.1.1', '::1', '2606:4700::1');
    expect(await ask(lookUp, { all: true })).toEqual([
      null,
      [
        { address: '1.1.1.1', family: 4 },
        { address: '2606:4700::1', family: 6 },
      ],
    ]);
  });

  test('when one is wanted, then it is the first that may be called', async () => {
    expect(await ask(lookUpOf('127.0.0.1', '8.8.8.8'), {})).toEqual([null, '8.8.8.8', 4]);
  });

  test('when none may be called, then it fails and says why', async () => {
    const [error, addresses] = await ask(lookUpOf('127.0.0.1', 'fd00::1'), { all: true });
    expect(error).toMatchObject({
      code: 'ADDRESS_REFUSED',
      message: '127.0.0.1 is not public (loopback); fd00::1 is not public (uniqueLocal)',
    });
    expect(addresses).toEqual([]);
  });

  test('when the name is unknown, then the failure is handed on', async () => {
    const unknown = Object.assign(new Error('nobody'), { code: 'ENOTFOUND' });
    const [error] = await ask((_name, _options, callback) => callback(unknown, []), {});
    expect(error).toBe(unknown);
  });
});
