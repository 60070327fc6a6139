import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { cancelOne, openEndpoint, passTime, untilCallback } from './support/callback-stage.ts';
import { engines } from './support/engines.ts';
import { makeTestCa, type Certificate } from './support/make-test-ca.ts';
import { seedApp } from './support/seed-app.ts';
import { startChild, type ChildService } from './support/start-child.ts';
import { createTestBed } from './support/test-bed.ts';
import { startReceiver, verify, type Receiver } from './support/webhook-receiver.ts';

jest.setTimeout(120_000);

const bed = await createTestBed(engines[0]!);
const { storage } = bed;

/** Stands for a public address, and is one of this machine's. */
const publicAddress = '127.0.0.2';
const trusted = makeTestCa();
const unknown = makeTestCa();

let folder: string;
let worker: ChildService;
const receivers: Receiver[] = [];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'yuexin-ca-'));
  writeFileSync(path.join(folder, 'ca.pem'), trusted.cert);
});
afterAll(async () => {
  await Promise.all(receivers.map((receiver) => receiver.stop()));
  rmSync(folder, { recursive: true });
});

const openReceiver = async (given: { host: string; port?: number; tls: Certificate }) => {
  const receiver = await startReceiver(given);
  receivers.push(receiver);
  return receiver;
};
/** The worker's only knowledge of the CA is what Node.js itself reads at its start. */
const startWorker = (more: Record<string, string>, program?: string) =>
  startChild({
    ...{ service: 'worker', message: 'the worker works' },
    ...(program !== undefined && { program }),
    env: {
      ...{ ...bed.env, WORKER_PORT: '0', NODE_EXTRA_CA_CERTS: path.join(folder, 'ca.pem') },
      ...more,
    },
  });
const tellAt = async (url: string) => {
  const app = await seedApp(bed);
  const { secret } = await openEndpoint(storage, app, { url });
  return { pushId: await cancelOne(storage, app), secret };
};
const errorOf = async (pushId: string, attempts: number) => {
  const { tries } = await untilCallback(storage, pushId, (row) => row.attempts === attempts);
  return tries.at(-1)!.error!;
};

describe('the worker as it ships, told of a CA by NODE_EXTRA_CA_CERTS', () => {
  beforeAll(async () => {
    worker = await startWorker({ WEBHOOK_ALLOW_PRIVATE: 'true' });
  });
  afterAll(() => worker.stop());

  test('when the certificate is signed by that CA, then the callback is told over TLS, signed', async () => {
    const receiver = await openReceiver({ host: '127.0.0.1', tls: trusted.issue('localhost') });
    const { pushId, secret } = await tellAt(`https://localhost:${receiver.port}/hook`);
    await untilCallback(storage, pushId, ({ state }) => state === 'delivered');
    verify(secret, receiver.received[0]!);
    expect(receiver.received[0]).toMatchObject({
      serverName: 'localhost',
      headers: { host: `localhost:${receiver.port}` },
    });
  });

  test.each([
    ['of another CA', unknown.issue('localhost'), 'no answer: UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    [
      'for another name',
      trusted.issue('elsewhere.test'),
      'no answer: ERR_TLS_CERT_ALTNAME_INVALID',
    ],
  ])(
    'when the certificate is %s, then nothing is told, and why is kept',
    async (_what, tls, error) => {
      const receiver = await openReceiver({ host: '127.0.0.1', tls });
      const { pushId } = await tellAt(`https://localhost:${receiver.port}/hook`);
      expect(await errorOf(pushId, 1)).toBe(error);
      expect(receiver.received).toEqual([]);
    },
  );
});

describe('where callbacks may go over TLS', () => {
  const rebinding = 'rebinding.example.test';
  const steady = 'steady.example.test';

  beforeAll(async () => {
    const names = { [rebinding]: [[publicAddress], ['127.0.0.1']], [steady]: [[publicAddress]] };
    const program = fileURLToPath(new URL('./support/guarded-worker.mjs', import.meta.url));
    worker = await startWorker(
      {
        WEBHOOK_ALLOW_PRIVATE: 'false',
        GUARDED_NETWORK: JSON.stringify({ names, publicAddress }),
      },
      program,
    );
  });
  afterAll(() => worker.stop());

  test('when a name leads to a public address, then the address is called, and the certificate is judged by the name', async () => {
    const well = await openReceiver({ host: publicAddress, tls: trusted.issue(steady) });
    const { pushId, secret } = await tellAt(`https://${steady}:${well.port}/hook`);
    await untilCallback(storage, pushId, ({ state }) => state === 'delivered');
    verify(secret, well.received[0]!);
    expect(well.received[0]).toMatchObject({
      serverName: steady,
      headers: { host: `${steady}:${well.port}` },
    });
    // An address is what was called, but it is not what is asked of the certificate.
    const other = await openReceiver({ host: publicAddress, tls: trusted.issue(publicAddress) });
    const refused = await tellAt(`https://${steady}:${other.port}/hook`);
    expect(await errorOf(refused.pushId, 1)).toBe('no answer: ERR_TLS_CERT_ALTNAME_INVALID');
    expect(other.received).toEqual([]);
  });

  test('when a name leads to a private address at the next call, then that is never called, though its certificate is right', async () => {
    const tls = trusted.issue(rebinding);
    const outside = await openReceiver({ host: publicAddress, tls });
    const inside = await openReceiver({ host: '127.0.0.1', port: outside.port, tls });
    outside.answer((response) => {
      response.statusCode = 500;
      response.end('again, please');
    });
    const { pushId } = await tellAt(`https://${rebinding}:${outside.port}/hook`);
    await untilCallback(storage, pushId, ({ attempts }) => attempts === 1);
    expect(outside.received).toMatchObject([{ serverName: rebinding }]);
    await passTime(bed);
    expect(await errorOf(pushId, 2)).toBe('refused: 127.0.0.1 is not public (loopback)');
    expect(outside.received).toHaveLength(1);
    expect([inside.received, inside.connections()]).toEqual([[], 0]);
  });
});
