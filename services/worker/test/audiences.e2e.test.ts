import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually, watchAnswers } from '@yuexin/testkit';
import { engines } from './support/engines.ts';
import { ledgerOf } from './support/read-simulator.ts';
import { acceptPushes, newPush, seedApp, type SeededApp } from './support/seed-app.ts';
import { startChild, type ChildService } from './support/start-child.ts';
import { createTestBed } from './support/test-bed.ts';
import { untilState } from './support/watch-pushes.ts';

jest.setTimeout(180_000);

const adminKey = 'bootstrap-admin-key-for-tests-0123456789';
const patience = { timeoutMs: 90_000, intervalMs: 200 };
const beds = await Promise.all(
  engines.map(async (engine) => ({ engine, bed: await createTestBed(engine) })),
);

type Audience = {
  id: string;
  state: string;
  recipients: number;
  problems: number;
  duplicates: number;
  progress: { accepted: number; parked: number; refused: number; waiting: number };
};
type Report = { pushes: { state: string; reason: string | null; count: number }[] };

describe.each(beds)('an audience, queue on $engine', ({ bed }) => {
  const { storage, simulator } = bed;
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
  }, 60_000);
  afterAll(() => Promise.all(children.map((child) => child.stop())), 60_000);
  const answers = watchAnswers(() => apiUrl);
  afterEach(() => expect(answers.takeFaults()).toEqual([]));

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const isFile = typeof body === 'string';
    for (;;) {
      const response = await fetch(apiUrl + path, {
        method,
        headers: {
          authorization: `Bearer ${adminKey}`,
          'content-type': isFile ? 'text/csv' : 'application/json',
        },
        ...(body !== undefined && { body: isFile ? body : JSON.stringify(body) }),
      });
      // A loaded machine: asked again, as a client does.
      if (response.status === 503) {
        await response.text();
        continue;
      }
      if (response.ok) return (await response.json()) as T;
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    }
  }

  async function bring(app: SeededApp, over: object, lines: readonly string[]): Promise<Audience> {
    const { appId, templateId } = app;
    const made = await call<Audience>('POST', '/v1/audiences', {
      ...{ appId, templateId, recipients: 'upload', ratePerSecond: 1_000, ...over },
      data: { thing1: '{{from}}-->{{to}}', thing2: '钢材 32 吨' },
    });
    const file = ['openid,from,to', ...lines].join('\n');
    return call<Audience>('PUT', `/v1/audiences/${made.id}/recipients`, file);
  }
  const read = (id: string) => call<Audience>('GET', `/v1/audiences/${id}`);

  test('when the worker is killed in the middle, then the next one goes on: nobody is told twice, nobody is left out, and the report says so', async () => {
    const app = await seedApp(bed, { users: 300, grantsEach: 1 });
    const lines = app.users.map(({ openid }, at) => `${openid},广州,上海${at}`);
    const ready = await bring(app, { ratePerSecond: 15 }, [...lines, lines[0]!, 'o-nobody,a,b']);
    expect(ready).toMatchObject({ state: 'ready', recipients: 300, problems: 1, duplicates: 1 });
    const preview = await call('POST', `/v1/audiences/${ready.id}/preview`);
    expect(preview).toMatchObject({ wouldSend: 300, wouldPark: 0, grantsSpent: 300 });

    const env = { WORKER_PORT: '0', ...bed.env };
    const first = await startChild({ service: 'worker', message: 'the worker works', env });
    children.push(first);
    await call('POST', `/v1/audiences/${ready.id}/start`, { leaveOutProblems: true });
    await eventually(async () => (await read(ready.id)).progress.accepted >= 50, patience);
    await first.kill();
    const half = await read(ready.id);
    expect(half.state).toBe('running');
    expect(half.progress.accepted).toBeLessThan(300);

    const workers = [bed.startWorker(), bed.startWorker()];
    await Promise.all(workers.map(({ started }) => started));
    await eventually(async () => (await read(ready.id)).state === 'done', patience);
    expect((await read(ready.id)).progress).toEqual({
      ...{ accepted: 300, parked: 0, refused: 0, waiting: 0 },
    });
    // What the killed worker had in hand may be unconfirmed: its answer was lost.
    const report = await eventually(async () => {
      const { pushes } = await call<Report>('GET', `/v1/audiences/${ready.id}/report`);
      const open = pushes.filter(({ state }) => !['sent', 'unconfirmed'].includes(state));
      if (open.length > 0) throw new Error(`${open[0]!.count} are still ${open[0]!.state}`);
      return pushes;
    }, patience);
    expect(report.reduce((sum, { count }) => sum + count, 0)).toBe(300);
    const { sends } = await ledgerOf(simulator, app.appId);
    const told = new Set(sends.map(({ openid }) => openid));
    expect(told.size).toBe(sends.length);
    const sent = report.find(({ state }) => state === 'sent')?.count ?? 0;
    expect(sends.length).toBeGreaterThanOrEqual(sent);
    expect(sent).toBeGreaterThan(150);
    await Promise.all(workers.map((worker) => worker.stop()));
  });

  test('when it fills the queue, then a push of another caller goes before what waits; a pause holds, and a cancel tells what was accepted', async () => {
    const app = await seedApp(bed, { users: 601, grantsEach: 1, sendRatePerSecond: 2 });
    const [other, ...rest] = app.users;
    const lines = rest.map(({ openid }) => `${openid},广州,上海`);
    const ready = await bring(app, { ratePerSecond: 10 }, lines);
    const worker = bed.startWorker();
    await worker.started;
    await call('POST', `/v1/audiences/${ready.id}/start`);
    await eventually(async () => (await read(ready.id)).progress.accepted >= 40, patience);
    const [pushId] = await acceptPushes(bed, [newPush(app, { userId: other!.userId })]);
    await untilState(storage, pushId!, 'sent', 90_000);
    const { sends } = await ledgerOf(simulator, app.appId);
    const paused = await call<Audience>('POST', `/v1/audiences/${ready.id}/pause`);
    // Those that were accepted before it wait still.
    expect(sends.length).toBeLessThan(paused.progress.accepted);
    expect(await read(ready.id)).toMatchObject({ state: 'paused', progress: paused.progress });
    const ended = await call<Audience>('POST', `/v1/audiences/${ready.id}/cancel`);
    expect(ended).toMatchObject({ state: 'cancelled', progress: paused.progress });
    const { pushes } = await call<Report>('GET', `/v1/audiences/${ready.id}/report`);
    expect(pushes.reduce((sum, { count }) => sum + count, 0)).toBe(paused.progress.accepted);
    await worker.stop();
  });

  test('when it is for everyone who holds a grant, then those are told, and whoever lost theirs waits', async () => {
    const app = await seedApp(bed, { users: 20, grantsEach: 1 });
    const { appId, templateId } = app;
    const openid = `o-without-${appId}`;
    await storage.users.importUsers(appId, [{ openid, phone: null, unionid: null }]);
    const worker = bed.startWorker();
    await worker.started;
    const made = await call<Audience>('POST', '/v1/audiences', {
      ...{ appId, templateId, recipients: { grantHolders: {} }, startsByItself: true },
      data: { thing1: '【广州】-->【上海】', thing2: '钢材 32 吨' },
    });
    await eventually(async () => (await read(made.id)).state === 'done', patience);
    expect(await read(made.id)).toMatchObject({ recipients: 20, progress: { accepted: 20 } });
    await eventually(async () => {
      const { pushes } = await call<Report>('GET', `/v1/audiences/${made.id}/report`);
      expect(pushes).toMatchObject([{ state: 'sent', count: 20 }]);
      return true;
    }, patience);
    await worker.stop();
  });
});
