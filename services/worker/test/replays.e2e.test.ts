import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually, watchAnswers } from '@yuexin/testkit';
import { engines } from './support/engines.ts';
import { addFault, ledgerOf } from './support/read-simulator.ts';
import { acceptPushes, newPush, seedApp } from './support/seed-app.ts';
import { startChild, type ChildService } from './support/start-child.ts';
import { createTestBed } from './support/test-bed.ts';
import { untilAll } from './support/watch-pushes.ts';

jest.setTimeout(120_000);

const adminKey = 'bootstrap-admin-key-for-tests-0123456789';
const userCount = 25;
const pushesEach = 3;
const total = userCount * pushesEach;

const [engine] = engines;
const bed = await createTestBed(engine!);
const { storage, simulator } = bed;

type Progress = Record<'total' | 'replayed' | 'parked' | 'failed' | 'leftOut' | 'skipped', number>;
type Replay = {
  id: string;
  state: string;
  progress: Progress;
  startedAt: string;
  finishedAt: string;
};
type Group = { reason: string; errcode: number; count: number };

describe('dead letters of one cause', () => {
  const children: ChildService[] = [];
  let apiUrl = '';
  beforeAll(async () => {
    const env = {
      ...{ API_PORT: '0', BOOTSTRAP_ADMIN_KEY: adminKey, PUBLIC_URL: 'http://127.0.0.1' },
      ...bed.env,
    };
    const api = await startChild({ service: 'api', message: 'ready', env });
    children.push(api);
    apiUrl = `http://127.0.0.1:${api.port}`;
  }, 30_000);
  afterAll(() => Promise.all(children.map((child) => child.stop())), 30_000);
  const answers = watchAnswers(() => apiUrl);
  afterEach(() => expect(answers.takeFaults()).toEqual([]));

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(apiUrl + path, {
      method,
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (response.ok) return (await response.json()) as T;
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  }

  const groupsOf = async (appId: string): Promise<Group[]> =>
    (await call<{ data: Group[] }>('GET', `/v1/dead-letters?appId=${appId}`)).data;

  test('when they are replayed at a rate and the worker is killed half-way, then the next one goes on: each push once, each grant once, as it was previewed', async () => {
    const app = await seedApp(bed, { users: userCount, grantsEach: 1 });
    await addFault(simulator, app.appId, { kind: 'errcode', value: 47003, times: total });
    const env = { WORKER_PORT: '0', ...bed.env };
    const first = await startChild({ service: 'worker', message: 'the worker works', env });
    children.push(first);
    const pushIds: string[] = [];
    // One after the other: the grant comes back each time.
    for (let round = 0; round < pushesEach; round += 1) {
      const pushes = app.users.map(({ userId }) => newPush(app, { userId }));
      const ids = await acceptPushes(bed, pushes);
      await untilAll(storage, ids, { state: 'dead', within: 30_000 });
      pushIds.push(...ids);
    }
    expect(await groupsOf(app.appId)).toMatchObject([
      { reason: 'template-data-invalid', errcode: 47003, count: total },
    ]);

    const { previewToken, ...preview } = await call<{ previewToken: string } & object>(
      'POST',
      '/v1/replays',
      { filter: { appId: app.appId, errcode: 47003 }, dryRun: true },
    );
    expect(preview).toMatchObject({
      ...{ matched: total, wouldSend: userCount, wouldPark: total - userCount },
      ...{ wouldFailAgain: 0, mayDuplicate: 0, grantsSpent: userCount },
    });
    const started = await call<Replay>('POST', '/v1/replays', { previewToken, ratePerSecond: 20 });
    const read = () => call<Replay>('GET', `/v1/replays/${started.id}`);
    await eventually(async () => (await read()).progress.replayed >= 10, { timeoutMs: 20_000 });
    await first.kill();
    expect((await read()).state).toBe('running');

    const [second, third] = [bed.startWorker(), bed.startWorker()];
    await Promise.all([second.started, third.started]);
    const done = await eventually(
      async () => {
        const replay = await read();
        return replay.state === 'done' ? replay : null;
      },
      { timeoutMs: 40_000, intervalMs: 100 },
    );
    expect(done.progress).toEqual({
      ...{ total, replayed: userCount, parked: total - userCount },
      ...{ failed: 0, leftOut: 0, skipped: 0 },
    });
    // 75 pushes at 20 a second.
    const tookMs = Date.parse(done.finishedAt) - Date.parse(done.startedAt);
    expect(tookMs).toBeGreaterThanOrEqual((total / 20) * 1_000 - 100);

    // What the killed worker had in hand may be unconfirmed: its answer was lost.
    const pushes = await eventually(
      async () => {
        const rows = await storage.pushes.findMany(pushIds);
        const open = rows.filter(({ state }) => !['sent', 'parked', 'unconfirmed'].includes(state));
        if (open.length > 0) throw new Error(`${open.length} are still ${open[0]?.state}`);
        return rows;
      },
      { timeoutMs: 40_000, intervalMs: 200 },
    );
    expect(pushes.filter(({ state }) => state === 'parked')).toHaveLength(total - userCount);
    expect(pushes.every(({ cycle, attempts }) => cycle === 1 && attempts <= 2)).toBe(true);
    const { sends, grants } = await ledgerOf(simulator, app.appId);
    expect(new Set(sends.map(({ openid }) => openid)).size).toBe(sends.length);
    expect(grants.every(({ spent }) => spent <= 1)).toBe(true);
    const sent = pushes.filter(({ state }) => state === 'sent').length;
    expect(sent).toBeGreaterThan(0);
    expect(sends.length).toBeGreaterThanOrEqual(sent);
    expect(await groupsOf(app.appId)).toEqual([]);
  });
});
