import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createJudgeAddress } from '@yuexin/callbacks';
import { cancelOne, openEndpoint, passTime, untilCallback } from './support/callback-stage.ts';
import { engines } from './support/engines.ts';
import { seedApp } from './support/seed-app.ts';
import { createTestBed } from './support/test-bed.ts';
import { startReceiver } from './support/webhook-receiver.ts';

jest.setTimeout(120_000);

const bed = await createTestBed(engines[0]!);
const { storage } = bed;
const open = await createTestBed(engines[0]!);

/** Stands for a public address, and is one of this machine's. */
const publicAddress = '127.0.0.2';
const judge = createJudgeAddress({ allowPrivate: false });

/** What each look-up of a name gives, in turn; the last one for ever. */
const answers = new Map<string, string[][]>();
const lookUps: string[] = [];

const network = {
  judgeAddress: (address: string) => (address === publicAddress ? null : judge(address)),
  lookUp: (
    hostname: string,
    _options: object,
    callback: (error: null, addresses: { address: string; family: number }[]) => void,
  ) => {
    lookUps.push(hostname);
    const turns = answers.get(hostname) ?? [];
    const addresses = (turns.length > 1 ? turns.shift() : turns[0]) ?? [];
    const family = (address: string) => (address.includes(':') ? 6 : 4);
    callback(
      null,
      addresses.map((address) => ({ address, family: family(address) })),
    );
  },
};

type Door = { connections: () => number; server: Server };

/** Counts who knocks. */
async function openDoor(host: string, port: number): Promise<Door> {
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    socket.destroy();
  });
  server.listen(port, host);
  await once(server, 'listening');
  return { connections: () => count, server };
}

describe('where callbacks may go', () => {
  let publicDoor: Door;
  let privateDoor: Door;
  let port = 0;

  beforeAll(async () => {
    await bed.startWorker({ WEBHOOK_ALLOW_PRIVATE: 'false' }, { network }).started;
    publicDoor = await openDoor(publicAddress, 0);
    port = (publicDoor.server.address() as AddressInfo).port;
    privateDoor = await openDoor('127.0.0.1', port);
  });
  afterAll(() => {
    publicDoor.server.close();
    privateDoor.server.close();
  });

  const tellAt = async (url: string) => {
    const app = await seedApp(bed);
    await openEndpoint(storage, app, { url });
    return cancelOne(storage, app);
  };
  const errorOf = async (pushId: string, attempts: number) => {
    const { tries } = await untilCallback(storage, pushId, (row) => row.attempts === attempts);
    return tries.at(-1)!.error!;
  };

  test('when a name leads to a public address and then to a private one, then the private one is never called', async () => {
    answers.set('rebinding.example.test', [[publicAddress], ['127.0.0.1']]);
    const pushId = await tellAt(`https://rebinding.example.test:${port}/hook`);
    expect(await errorOf(pushId, 1)).toBe('no answer: ECONNRESET');
    expect(publicDoor.connections()).toBe(1);
    await passTime(bed);
    expect(await errorOf(pushId, 2)).toBe('refused: 127.0.0.1 is not public (loopback)');
    expect(lookUps.filter((name) => name === 'rebinding.example.test')).toHaveLength(2);
    expect(privateDoor.connections()).toBe(0);
  });

  test('when a name leads to both, then only the public one is called', async () => {
    answers.set('both.example.test', [['127.0.0.1', publicAddress]]);
    const before = publicDoor.connections();
    const pushId = await tellAt(`https://both.example.test:${port}/hook`);
    expect(await errorOf(pushId, 1)).toBe('no answer: ECONNRESET');
    expect(publicDoor.connections()).toBe(before + 1);
    expect(privateDoor.connections()).toBe(0);
  });

  test.each([
    ['10.0.0.7', 'private'],
    ['169.254.169.254', 'linkLocal'],
    ['100.64.1.1', 'carrierGradeNat'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['fd12::1', 'uniqueLocal'],
    ['64:ff9b::7f00:1', 'rfc6052'],
    ['2002:7f00:1::', '6to4'],
    ['0.0.0.0', 'unspecified'],
  ])('when a name leads to %s, then nothing is called (%s)', async (address, range) => {
    const name = `${range.toLowerCase()}.example.test`;
    answers.set(name, [[address]]);
    const pushId = await tellAt(`https://${name}:${port}/hook`);
    expect(await errorOf(pushId, 1)).toContain(`(${range})`);
    expect(privateDoor.connections()).toBe(0);
  });

  test('when the URL itself is private or not https, then nothing is called, though it was stored', async () => {
    const literal = await tellAt(`https://0x7f000001:${port}/hook`);
    expect(await errorOf(literal, 1)).toMatch(/^refused: the URL must lead to a public address/);
    const plain = await tellAt(`http://both.example.test:${port}/hook`);
    expect(await errorOf(plain, 1)).toBe('refused: the URL must begin with https://');
    expect(privateDoor.connections()).toBe(0);
  });
});

describe('where private addresses are allowed', () => {
  test('when the endpoint redirects, then nobody follows, and the callback is tried again', async () => {
    await open.startWorker({ WEBHOOK_ALLOW_PRIVATE: 'true' }).started;
    const inside = await startReceiver();
    const outside = await startReceiver();
    outside.answer((response) => {
      response.writeHead(302, { location: inside.url });
      response.end();
    });
    const app = await seedApp(open);
    await openEndpoint(open.storage, app, { url: outside.url.replace('127.0.0.1', 'localhost') });
    const pushId = await cancelOne(open.storage, app);
    const { state, tries } = await untilCallback(
      open.storage,
      pushId,
      ({ attempts }) => attempts === 1,
    );
    expect(state).toBe('waiting');
    expect(tries).toMatchObject([{ status: 302, error: 'redirects are not followed' }]);
    expect(inside.received).toHaveLength(0);
    await Promise.all([inside.stop(), outside.stop()]);
  });
});
