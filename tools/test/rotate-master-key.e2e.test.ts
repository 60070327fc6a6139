import { afterAll, expect, jest, test } from '@jest/globals';
import { mainApp } from '../src/chaos/plan/chaos-apps.ts';
import { callJson } from '../src/local-stack/call-json.ts';
import { openRollingStack, visitInTurn } from './support/open-rolling-stack.ts';

// Two apis and two workers are replaced three times.
jest.setTimeout(600_000);

const PEOPLE = 40;
const CLIENTS = 2;
const [old, fresh] = [7, 9].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [
  string,
  string,
];

const stack = await openRollingStack({
  people: PEOPLE,
  env: { MASTER_KEY: old, WEBHOOK_ALLOW_PRIVATE: 'true' },
});
afterAll(() => stack.close());

/** Of every ciphertext that api and worker have written, the ids of their keys. */
async function keysInUse(): Promise<string[]> {
  const sealed = [
    ...[['apps', 'secret_cipher'] as const, ['app_tokens', 'token_cipher'] as const],
    ...[['users', 'phone_cipher'] as const, ['pushes', 'to_phone_cipher'] as const],
    ...[['webhook_endpoints', 'secret_cipher'] as const, ['wrapped_keys', 'key_cipher'] as const],
  ].map(
    ([table, column]) =>
      `select '${table}' as name, encode(substring(${column} from 2 for 8), 'hex') as id from ${table} where ${column} is not null`,
  );
  const rows = await stack.database.read<{ name: string; id: string }>(
    `select distinct name, id from (${sealed.join(' union all ')}) s order by 1, 2`,
  );
  expect(new Set(rows.map(({ name }) => name)).size).toBe(sealed.length);
  return [...new Set(rows.map(({ id }) => id))];
}

test('when MASTER_KEY is rotated as docs/security.md says, under load, then no request and no send fails', async () => {
  await callJson(`${stack.apiUrl}/v1/webhook-endpoints`, {
    key: stack.callerKey,
    body: { url: 'http://127.0.0.1:9/hook', events: ['push.sent'] },
  });
  const ending = new AbortController();
  const visits = Array.from({ length: CLIENTS }, (_, client) =>
    visitInTurn(stack, { client, clients: CLIENTS, ending: ending.signal, isNewcomer: true }),
  );
  try {
    await stack.replaceAll({ MASTER_KEY: `${old},${fresh}` });
    await stack.replaceAll({ MASTER_KEY: `${fresh},${old}` });
    await stack.flows();
    expect(await keysInUse()).toHaveLength(2);
    expect(await stack.runCommand('rotate-master-key')).toBe(0);
    expect(await keysInUse()).toHaveLength(1);
    await stack.replaceAll({ MASTER_KEY: fresh });
    // A token that is asked for anew needs the AppSecret.
    await callJson(`${stack.simulatorUrl}/_sim/apps/${mainApp.appId}/expire-token`, {
      method: 'POST',
      body: {},
    });
    await stack.flows();
  } finally {
    ending.abort();
    await Promise.all(visits);
  }
  expect(stack.failures).toEqual([]);
  expect(stack.parties.record.refused()).toEqual(new Map());
  const counts = stack.parties.record.counts();
  expect(counts.get('"allow" reported')).toBe(counts.get('"allow" tapped'));
  expect(await stack.audit()).toEqual([]);
  const attempts = await stack.database.read<{ errcode: number | null }>(
    `select distinct errcode from attempts where errcode not in (0, 40001, 42001)`,
  );
  expect(attempts).toEqual([]);
});
