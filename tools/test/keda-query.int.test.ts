import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import {
  createApp,
  createPush,
  createTemplate,
  createTestStorage,
  createUser,
  giveGrant,
} from '@yuexin/testkit';
import pg from 'pg';
import { parse } from 'yaml';
import { repoRoot } from '../src/local-stack/repo-root.ts';

const { storage, testDatabase } = await createTestStorage();

type ScaledObject = { spec: { triggers: { metadata: { query: string } }[] } };
const file = path.join(repoRoot, 'deploy/kubernetes/keda/scaled-object.yaml');
const { spec } = parse(readFileSync(file, 'utf8')) as ScaledObject;

async function ask(text: string, values: unknown[] = []): Promise<unknown> {
  const client = new pg.Client({ connectionString: testDatabase.url });
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text, values, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** What KEDA would be told. */
const oldestWait = (): Promise<unknown> => ask(spec.triggers[0]?.metadata.query ?? '');

test('workers scale by the seconds that the oldest due push waits, of apps that are not paused', async () => {
  expect(await oldestWait()).toBe(0);
  const { appId } = await createApp({ storage });
  const { templateId } = await createTemplate({ storage, appId });
  for (const waitsSeconds of [90, 3_600]) {
    const { id: userId, openid } = await createUser({ storage, appId });
    await giveGrant({ storage, appId, openid, templateId });
    const push = await createPush({ storage, appId, templateId, userId });
    await ask("update pushes set due_at = now() - $2 * interval '1 second' where id = $1", [
      ...[push.id, waitsSeconds],
    ]);
    const wait = Number(await oldestWait());
    expect(wait).toBeGreaterThanOrEqual(waitsSeconds);
    expect(wait).toBeLessThan(waitsSeconds + 600);
  }
  await ask("update apps set pause_kind = 'operator', paused_at = now()");
  expect(await oldestWait()).toBe(0);
});
