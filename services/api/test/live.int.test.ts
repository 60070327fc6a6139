import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { createApiBed, type Json } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';
import { signIn, type Browser } from './support/sign-in.ts';

const api = await createApiBed();
const { storage, testDatabase } = api;

type Told = { event: string; data: Json };
type Stream = { told: Told[]; isOver: () => boolean; close: () => void };

const streams: Stream[] = [];
afterEach(() => {
  for (const stream of streams.splice(0)) stream.close();
});

/** What a browser's EventSource hears, without coming back when it ends. */
async function listen(browser: Pick<Browser, 'cookie'>): Promise<Stream> {
  const request = get(`${api.url()}/v1/console/live`, { headers: { cookie: browser.cookie } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const told: Told[] = [];
  let isOver = false;
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    const frames = (text + chunk).split('\n\n');
    text = frames.pop() ?? '';
    for (const frame of frames) {
      const event = /^event: (.*)$/m.exec(frame)?.[1];
      const data = /^data: (.*)$/m.exec(frame)?.[1];
      if (event !== undefined) told.push({ event, data: JSON.parse(data!) as Json });
    }
  });
  response.on('error', () => undefined).on('close', () => (isOver = true));
  const stream = { told, isOver: () => isOver, close: () => void response.destroy() };
  streams.push(stream);
  return stream;
}

const of = (stream: Stream, event: string): Json[] =>
  stream.told.flatMap((one) => (one.event === event ? [one.data] : []));

describe('GET /v1/console/live', () => {
  test('when something happens, then an open console is told without asking', async () => {
    const freight = await setUpFreight(storage);
    const stream = await listen(await signIn(api));
    await eventually(() => expect(of(stream, 'stats').length).toBeGreaterThan(0));
    const parkedOf = (stats: Json): number => Number((stats.open as Json).parked);
    const before = parkedOf(of(stream, 'stats')[0]!);
    await api.call('POST', '/v1/pushes', { body: freight.push() });
    await eventually(() => expect(parkedOf(of(stream, 'stats').at(-1)!)).toBe(before + 1));
  });

  test('when an alarm is raised, then those who may read alarms are told, once, and nobody else', async () => {
    const viewerKey = await api.createKey({ scopes: ['push:read'] });
    const stream = await listen(await signIn(api));
    const viewer = await listen(await signIn(api, viewerKey));
    await eventually(() => expect(of(stream, 'alarms')).toHaveLength(1));
    await storage.upkeep.raiseAlarm({ appId: null, code: 'of-the-stream', message: 'm' });
    await eventually(() => expect(of(stream, 'alarms')).toHaveLength(2));
    expect(of(stream, 'alarms')[1]).toMatchObject({ data: [{ code: 'of-the-stream' }] });
    const heard = of(viewer, 'stats').length;
    await eventually(() => expect(of(viewer, 'stats').length).toBeGreaterThan(heard));
    expect(of(viewer, 'alarms')).toEqual([]);
    expect(of(stream, 'alarms')).toHaveLength(2);
  });

  test('when an alarm is open, then no number of others hides it, in the stream and in the list', async () => {
    const { appId } = await setUpFreight(storage);
    await storage.upkeep.raiseAlarm({ appId, code: 'still-open', message: 'm' });
    for (let at = 0; at < 60; at += 1) {
      const alarm = { appId, code: `past-${String(at)}` };
      await storage.upkeep.raiseAlarm({ ...alarm, message: 'm' });
      if (at % 2 === 0) await storage.upkeep.resolveAlarm(alarm);
      else await storage.upkeep.acknowledgeAlarm({ ...alarm, by: 'somebody' });
    }
    const key = await api.createKey({ scopes: ['operator'], appIds: [appId] });
    const stream = await listen(await signIn(api, key));
    await eventually(() => expect(of(stream, 'alarms')).toHaveLength(1));
    const told = of(stream, 'alarms')[0]!.data as { code: string }[];
    expect(told.map(({ code }) => code)).toEqual(['still-open']);
    const list = (query: string) =>
      api.call<{ data: { code: string }[] }>('GET', `/v1/alarms?${query}`, { key });
    expect((await list('state=open&limit=50')).body.data).toEqual(told);
    expect((await list('limit=200')).body.data).toHaveLength(61);
    expect((await list('state=closed')).status).toBe(400);
  });

  test('when a key is bound to an app, then its console is told of that app alone', async () => {
    const [mine, other] = [await setUpFreight(storage), await setUpFreight(storage)];
    await api.call('POST', '/v1/pushes', { body: other.push() });
    const key = await api.createKey({ scopes: ['operator', 'push:read'], appIds: [mine.appId] });
    await storage.upkeep.raiseAlarm({ appId: other.appId, code: 'not-theirs', message: 'm' });
    const stream = await listen(await signIn(api, key));
    await eventually(() => expect(of(stream, 'alarms')).toHaveLength(1));
    expect(of(stream, 'stats')[0]).toMatchObject({ open: { parked: 0 } });
    expect(of(stream, 'alarms')[0]).toMatchObject({ data: [] });
  });

  test('when the session ends, then the stream says so and ends', async () => {
    const key = await api.createKey({ scopes: ['push:read'] });
    const [stays, goes] = [await listen(await signIn(api)), await listen(await signIn(api, key))];
    await eventually(() => expect(of(goes, 'stats').length).toBeGreaterThan(0));
    await storage.apiKeys.revoke((await storage.apiKeys.list())[0]!.id, new Date());
    await eventually(() => expect(goes.isOver()).toBe(true));
    expect(goes.told.at(-1)).toEqual({ event: 'end', data: {} });
    expect(stays.isOver()).toBe(false);
  });

  test('when the database does not serve, then consoles are told so, and of figures once it does', async () => {
    const stream = await listen(await signIn(api));
    await eventually(() => expect(of(stream, 'stats').length).toBeGreaterThan(0));
    await testDatabase.run('alter table console_sessions rename to out_of_reach');
    await eventually(() => expect(of(stream, 'beat').length).toBeGreaterThan(0));
    await testDatabase.run('alter table out_of_reach rename to console_sessions');
    const heard = of(stream, 'stats').length;
    await eventually(() => expect(of(stream, 'stats').length).toBeGreaterThan(heard));
    expect(stream.isOver()).toBe(false);
  });

  test('when nobody listens, then nothing is read', async () => {
    const stream = await listen(await signIn(api));
    await eventually(() => expect(of(stream, 'stats').length).toBeGreaterThan(0));
    stream.close();
    const reads = async (): Promise<number> => {
      const [row] = await testDatabase.read<{ reads: number }>(
        `select coalesce(sum(idx_scan), 0)::integer as reads from pg_stat_user_indexes
         where relname = 'console_sessions'`,
      );
      return row!.reads;
    };
    // Two looks that lie a turn apart say the same.
    let last = -1;
    await eventually(async () => {
      const now = await reads();
      const isQuiet = now === last;
      last = now;
      expect(isQuiet).toBe(true);
    });
  });

  test('when it is opened, then the session lies unused', async () => {
    const browser = await signIn(api);
    await testDatabase.run(`update console_sessions set seen_at = now() - interval '119 minutes'`);
    const stream = await listen(browser);
    await eventually(() => expect(of(stream, 'stats').length).toBeGreaterThan(0));
    const [row] = await testDatabase.read<{ used: number }>(
      `select count(*)::integer as used from console_sessions where seen_at > now() - interval '1 hour'`,
    );
    expect(row!.used).toBe(0);
  });

  test('when nobody is signed in, then 401; a key alone is not enough', async () => {
    const answer = await api.call('GET', '/v1/console/live');
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
  });

  test('when the api stops, then streams end and hold nothing up', async () => {
    const stream = await listen(await signIn(api));
    await eventually(() => expect(of(stream, 'stats').length).toBeGreaterThan(0));
    await api.restart();
    await eventually(() => expect(stream.isOver()).toBe(true));
  });
});
