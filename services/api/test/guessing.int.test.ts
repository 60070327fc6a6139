import { describe, expect, test } from '@jest/globals';
import { createApiBed, problemsOf, type Json } from './support/api-bed.ts';
import { createMiniBed } from './support/mini-bed.ts';

/** One proxy is believed: what it says of the client is the client's address. */
const { api, addApp, addUser, codeOf } = await createMiniBed({ env: { TRUST_PROXY: '1' } });
/** Nobody is believed. */
const direct = await createApiBed();

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
const wrongKey = (at: number): string => `yx_wrong-${String(at).padStart(40, '0')}`;

async function guess(bed: typeof direct, times: number, address: (at: number) => string) {
  const ask = async (at: number): Promise<number> => {
    const given = { key: wrongKey(at), ...from(address(at)) };
    return (await bed.call('GET', '/v1/pushes', given)).status;
  };
  // Together: a minute is soon over on a busy machine. The last one comes when all the others are counted.
  const statuses = await Promise.all(Array.from({ length: times - 1 }, (_, at) => ask(at)));
  return [...statuses, await ask(times - 1)];
}

describe('guessing keys', () => {
  test('when an address sends many wrong ones, then it waits, known keys of it do not, nor does any other address', async () => {
    const address = '198.51.100.10';
    const known = await api.createKey({ scopes: ['push:read'] });
    const fresh = await api.createKey({ scopes: ['push:read'] });
    expect((await api.call('GET', '/v1/pushes', { key: known, ...from(address) })).status).toBe(
      200,
    );
    const statuses = await guess(api, 31, () => address);
    expect(statuses.slice(0, 30)).toEqual(Array(30).fill(401));
    expect(statuses[30]).toBe(429);
    const shut = await api.call('GET', '/v1/pushes', { key: fresh, ...from(address) });
    expect([shut.status, shut.body.code]).toEqual([429, 'rate-limited']);
    expect(Number(shut.headers.get('retry-after'))).toBeGreaterThan(0);
    const asked = (key: string, where: string) =>
      api.call('GET', '/v1/pushes', { key, ...from(where) });
    expect((await asked(known, address)).status).toBe(200);
    expect((await asked(fresh, '198.51.100.11')).status).toBe(200);
  });

  test('when no proxy is believed, then a header of the client’s own making helps nobody', async () => {
    const statuses = await guess(direct, 31, (at) => `203.0.113.${at}`);
    expect(statuses[30]).toBe(429);
  });

  test('when a key of the board or a sign-in is guessed, then it counts as well', async () => {
    const address = '198.51.100.12';
    await guess(api, 30, () => address);
    const basic = Buffer.from(`a:${wrongKey(1)}`).toString('base64');
    const headers = { authorization: `Basic ${basic}`, ...from(address).headers };
    expect((await api.call('GET', '/console/queues', { key: null, headers })).status).toBe(429);
    const body = { key: wrongKey(2) };
    const signIn = { key: null, body, ...from(address) };
    expect((await api.call('POST', '/v1/console/session', signIn)).status).toBe(429);
  });
});

describe('guessing codes of logins', () => {
  test('when an address sends many that WeChat refuses, then it waits, and another address logs in', async () => {
    const { appId } = await addApp();
    const user = await addUser(appId, '13800001111');
    const login = async (address: string, code: string) =>
      (
        await api.call('POST', '/v1/mp/login', {
          key: null,
          body: { appId, code },
          ...from(address),
        })
      ).status;
    const wrong = Array.from({ length: 60 }, (_, at) => login('198.51.100.20', `wrong-${at}`));
    const statuses = await Promise.all(wrong);
    statuses.push(await login('198.51.100.20', 'wrong'));
    expect(statuses.slice(0, 60)).toEqual(Array(60).fill(422));
    expect(statuses[60]).toBe(429);
    const code = await codeOf(user, 'login');
    expect(await login('198.51.100.20', code)).toBe(429);
    expect(await login('198.51.100.21', code)).toBe(200);
  });
});

describe('a key with a list of addresses', () => {
  const make = (body: Json) =>
    api.call('POST', '/v1/api-keys', { body: { name: 'Orders', scopes: ['push:read'], ...body } });

  test('when it is used from elsewhere, then 403; a rotation keeps the list, or takes another', async () => {
    const made = await make({ allowedAddresses: ['203.0.113.7', '10.0.0.0/8'] });
    expect(made.body.allowedAddresses).toEqual(['203.0.113.7', '10.0.0.0/8']);
    const statusOf = async (key: unknown, address: string) =>
      (await api.call('GET', '/v1/pushes', { key: String(key), ...from(address) })).status;
    expect(await statusOf(made.body.key, '203.0.113.7')).toBe(200);
    expect(await statusOf(made.body.key, '10.9.8.7')).toBe(200);
    expect(await statusOf(made.body.key, '203.0.113.8')).toBe(403);
    const rotate = (body: Json) =>
      api.call('POST', `/v1/api-keys/${String(made.body.id)}/rotate`, { body });
    const kept = await rotate({});
    expect(await statusOf(kept.body.key, '203.0.113.8')).toBe(403);
    const other = await rotate({ allowedAddresses: ['203.0.113.8'] });
    expect(await statusOf(other.body.key, '203.0.113.8')).toBe(200);
    expect(await statusOf(other.body.key, '203.0.113.7')).toBe(403);
  });

  test('when an entry is no address, then it is named', async () => {
    const wrong = await make({ allowedAddresses: ['10.0.0.0/8', 'example.com', '10.0.0.0/99'] });
    expect([wrong.status, problemsOf(wrong)]).toEqual([
      400,
      ['/allowedAddresses/1 address', '/allowedAddresses/2 address'],
    ]);
  });
});
