import { describe, expect, jest, test } from '@jest/globals';
import { markTemplates } from '@yuexin/domain';
import type { AudienceRow, NewAudience } from '@yuexin/storage';
import { createApp, createTemplate, createTestStorage } from '@yuexin/testkit';
import { v7 as uuidv7 } from 'uuid';
import { createAudienceSweep } from './support/audience-sweep.ts';

jest.setTimeout(60_000);

const { storage, testDatabase, openAnother } = await createTestStorage();
const { audiences } = storage;
const callerId = uuidv7();

const createSweep = (change = {}) => createAudienceSweep(openAnother(), change);

type Stage = { appId: string; templateId: string; openids: string[] };

async function setUp(count: number, grantsEach = 1): Promise<Stage> {
  const { appId } = await createApp({ storage });
  const { templateId } = await createTemplate({ storage, appId });
  const openids = Array.from(
    { length: count },
    (_, at) => `o${String(at).padStart(4, '0')}${appId}`,
  );
  const users = openids.map((openid) => ({ openid, phone: null, unionid: null }));
  await storage.users.importUsers(appId, users);
  const grants = openids.map((openid) => ({
    openid,
    templateId,
    count: grantsEach,
    grantedAt: null,
  }));
  if (grantsEach > 0) await storage.hotPath.importGrants({ appId, grants });
  return { appId, templateId, openids };
}

type Change = Partial<Omit<NewAudience, 'push'>> & { push?: Partial<NewAudience['push']> };

async function newAudience(
  { appId, templateId }: Stage,
  change: Change = {},
): Promise<NewAudience> {
  const template = (await storage.templates.find(appId, templateId))!;
  const { push, ...rest } = change;
  return {
    ...{ id: uuidv7(), appId, callerId, actor: 'key:test', name: null, source: 'upload' },
    ...{ filter: null, parksUnknown: false, ratePerSecond: 5_000, startsByItself: true },
    ...{ templateMark: markTemplates([template]), expiresAt: null, ...rest },
    push: {
      ...{ appId, templateId, page: null, lang: 'zh_CN', miniprogramState: 'formal' },
      ...{ priority: 'low', onNoGrant: 'park', onUnconfirmed: 'reconcile', bizId: null },
      ...{ metadata: null, ttlSeconds: 3_600, sendAt: null, dedupe: null, replaces: null },
      ...{ choices: null, data: { thing1: { value: '{{to}}' }, thing2: { value: '钢材' } } },
      ...push,
    },
  };
}

/** Running, with a recipient for each openid; `values` is what the place `{{to}}` gets. */
async function begin(
  stage: Stage,
  change: Change & { values?: (at: number) => string } = {},
): Promise<string> {
  const { values = () => '上海', ...rest } = change;
  const { id } = await audiences.create(await newAudience(stage, rest));
  const uploadId = (await audiences.beginUpload(id))!;
  const { appId, openids } = stage;
  const resolved = await storage.users.resolve(openids.map((openid) => ({ appId, openid })));
  await audiences.addRecipients({
    ...{ audienceId: id, uploadId },
    recipients: openids.map((openid, at) => {
      const userId = resolved[at]?.user?.id ?? null;
      const address = { phone: null, unionid: null, openid: userId === null ? openid : null };
      return { line: at + 2, problems: [], userId, ...address, variables: { to: values(at) } };
    }),
  });
  await audiences.endUpload({ audienceId: id, uploadId });
  await owe(id);
  return id;
}

/** As if it had waited for two seconds: all that its rate allows at once. */
const owe = (id: string) =>
  testDatabase.run(
    `update audiences set paced_until = now() - interval '2 seconds' where id = '${id}'`,
  );
const read = async (id: string): Promise<AudienceRow> => (await audiences.find(id))!;
const statesOf = async (id: string): Promise<string[]> => {
  const page = await audiences.listRecipients({
    audienceId: id,
    states: null,
    limit: 1_000,
    cursor: null,
  });
  return page.items.map(({ state, pushState, problems }) =>
    `${state} ${pushState ?? problems[0]?.rule ?? ''}`.trim(),
  );
};

describe('An audience that runs', () => {
  test('becomes pushes at its rate, in the order of its lines, each with what its line brought', async () => {
    const stage = await setUp(30);
    const id = await begin(stage, { ratePerSecond: 10, values: (at) => `上海${at}` });
    const { run, fed } = createSweep();
    await run();
    const first = await read(id);
    expect(first).toMatchObject({ state: 'running', refused: 0 });
    expect(first.accepted).toBe(20);
    expect(fed).toHaveLength(first.accepted);
    await owe(id);
    await run();
    expect(await read(id)).toMatchObject({ state: 'done', accepted: 30, parked: 0 });
    const pushes = await storage.pushes.findMany(fed.map(({ pushId }) => pushId));
    const route = new Map(pushes.map((push) => [push.openid, push.data.thing1?.value]));
    expect(stage.openids.map((openid) => route.get(openid))).toEqual(
      stage.openids.map((_, at) => `上海${at}`),
    );
    expect(pushes.every(({ priority }) => priority === 'low')).toBe(true);
  });

  test('when two workers carry it on at once, then each recipient gets one push', async () => {
    const stage = await setUp(900);
    const id = await begin(stage);
    const sweeps = [createSweep(), createSweep()];
    await Promise.all(sweeps.map(({ run }) => run()));
    await Promise.all(sweeps.map(({ run }) => run()));
    expect(await read(id)).toMatchObject({ state: 'done', accepted: 900, refused: 0 });
    const [row] = await testDatabase.read<{ pushes: number; users: number }>(
      `select count(*)::integer as pushes, count(distinct user_id)::integer as users from pushes where app_id = $1`,
      [stage.appId],
    );
    expect(row).toEqual({ pushes: 900, users: 900 });
  });

  test('when users were erased, lost their grant, or a value fits no more, then each has its own answer', async () => {
    const stage = await setUp(4);
    const { appId, templateId, openids } = stage;
    const id = await begin(stage, {
      push: { onNoGrant: 'reject' },
      values: (at) => (at === 2 ? '上'.repeat(30) : '上海'),
    });
    await storage.hotPath.eraseUser({ appId, openid: openids[0]!, actor: 'test' });
    await testDatabase.run(
      `delete from grants where template_id = '${templateId}' and user_id = (select id from users where openid = '${openids[1]!}')`,
    );
    await createSweep().run();
    expect(await statesOf(id)).toEqual([
      ...['refused known-recipient', 'refused grant', 'refused max-length', 'accepted queued'],
    ]);
    expect(await read(id)).toMatchObject({ state: 'done', accepted: 1, refused: 3 });
    // Nothing of what they were to be told stays.
    const [row] = await testDatabase.read<{ left: number }>(
      `select count(variables)::integer as left from audience_recipients where audience_id = $1`,
      [id],
    );
    expect(row!.left).toBe(0);
  });

  test('when recipients are not known yet and may wait, then openids are registered and phones park for the login', async () => {
    const stage = await setUp(0);
    const { appId } = stage;
    const id = await begin(
      { ...stage, openids: [`o-new-${appId}`] },
      { parksUnknown: true, startsByItself: false },
    );
    const uploadId = (await audiences.beginUpload(id))!;
    const nobody = { problems: [], userId: null, unionid: null, variables: { to: '上海' } };
    await audiences.addRecipients({
      ...{ audienceId: id, uploadId },
      recipients: [
        { line: 2, ...nobody, openid: `o-new-${appId}`, phone: null },
        { line: 3, ...nobody, openid: null, phone: '+8613800000009' },
      ],
    });
    await audiences.endUpload({ audienceId: id, uploadId });
    await audiences.change({ id, from: ['ready'], to: 'running' });
    await owe(id);
    await createSweep().run();
    expect(await read(id)).toMatchObject({ state: 'done', accepted: 2, parked: 2 });
    const login = { appId, openid: `o-login-${appId}`, phone: '+8613800000009', unionid: null };
    const { user } = await storage.users.recordLogin({ ...login, at: new Date() });
    expect(await storage.hotPath.attachRecipients([user.id])).toMatchObject({ attached: 1 });
  });

  test('when it has a dedupe key, then whoever was told already is refused as a duplicate', async () => {
    const stage = await setUp(2, 2);
    const push = { dedupe: { key: 'spring', seconds: 3_600 } };
    await begin({ ...stage, openids: stage.openids.slice(0, 1) }, { push });
    const { run } = createSweep();
    await run();
    const second = await begin(stage, { push });
    await run();
    expect(await statesOf(second)).toEqual(['refused queued', 'accepted queued']);
  });

  test('when it is too late for its messages, then nobody gets one', async () => {
    const stage = await setUp(2);
    const id = await begin(stage, { expiresAt: new Date(Date.now() - 1_000) });
    await createSweep().run();
    expect(await statesOf(id)).toEqual(['refused future', 'refused future']);
    expect(await read(id)).toMatchObject({ state: 'done', accepted: 0, refused: 2 });
  });

  test('when PostgreSQL refuses one of its pushes, then that one is told and its neighbours are made', async () => {
    const stage = await setUp(7);
    const id = await begin(stage, { values: (at) => (at === 3 ? '毒' : '上海') });
    await testDatabase.run(
      `alter table pushes add constraint poison check (data -> 'thing1' ->> 'value' <> '毒') not valid`,
    );
    await createSweep().run();
    await testDatabase.run('alter table pushes drop constraint poison');
    expect(await read(id)).toMatchObject({ state: 'done', accepted: 6, refused: 1 });
    expect((await statesOf(id))[3]).toBe('refused failed');
  });
});

describe('An audience waits', () => {
  test('while its app or its template is paused, and goes on by itself', async () => {
    const stage = await setUp(2);
    const { appId, templateId } = stage;
    const id = await begin(stage);
    const { run } = createSweep();
    const reason = { code: 'operator', message: 'a test' };
    await storage.apps.pause({ appId, kind: 'operator', reason, until: null });
    await run();
    expect(await read(id)).toMatchObject({ state: 'running', heldFor: 'app-paused', accepted: 0 });
    await storage.apps.resume(appId);
    await storage.templates.pause({ appId, templateId, reason, until: null });
    await run();
    expect(await read(id)).toMatchObject({ heldFor: 'template-paused', accepted: 0 });
    await storage.templates.resume(appId, templateId);
    await run();
    expect(await read(id)).toMatchObject({ state: 'done', heldFor: null, accepted: 2 });
  });

  test('while enough of the app’s pushes wait: half of what the api lets in stays free for others', async () => {
    const stage = await setUp(30);
    const id = await begin(stage);
    const { run } = createSweep({ backlogMax: 20 });
    await run();
    await owe(id);
    await run();
    expect(await read(id)).toMatchObject({ state: 'running', accepted: 10, heldFor: 'backlog' });
  });
});

describe('An audience stops by itself', () => {
  test('when a template was changed since it was looked at; resumed, each message is held against it', async () => {
    const stage = await setUp(2);
    const { appId, templateId } = stage;
    const id = await begin(stage, { values: (at) => (at === 0 ? '上海' : '12') });
    const { run } = createSweep();
    const changed = await createTemplate({
      ...{ storage, appId, templateId },
      keywords: [
        { key: 'number1', type: 'number', label: '数' },
        { key: 'thing2', type: 'thing', label: '货物' },
      ],
    });
    await run();
    expect(await read(id)).toMatchObject({ state: 'paused', reason: { code: 'template-changed' } });
    await audiences.change({
      ...{ id, from: ['paused'], to: 'running', templateMark: markTemplates([changed]) },
    });
    await owe(id);
    await run();
    expect(await statesOf(id)).toEqual(['refused required', 'refused required']);
  });

  test('when its template was removed', async () => {
    const stage = await setUp(1);
    const id = await begin(stage);
    await storage.templates.sync(stage.appId, []);
    await createSweep().run();
    expect(await read(id)).toMatchObject({ state: 'paused', reason: { code: 'template-removed' } });
  });

  test('when every key of whoever made it has ended; whoever resumes it takes it over', async () => {
    const stage = await setUp(2);
    const { row: key } = await storage.apiKeys.create({
      ...{ name: 'left', scopes: ['push:write'], appIds: null, expiresAt: null },
      callerId: uuidv7(),
    });
    const id = await begin(stage, { callerId: key.callerId });
    await storage.apiKeys.revoke(key.id, new Date(0));
    const { run, fed } = createSweep();
    await run();
    expect(await read(id)).toMatchObject({ state: 'paused', reason: { code: 'caller-ended' } });
    await audiences.change({ id, from: ['paused'], to: 'running', heir: callerId });
    await owe(id);
    await run();
    expect(await read(id)).toMatchObject({ state: 'done', accepted: 2, callerId });
    const [push] = await storage.pushes.findMany(fed.map(({ pushId }) => pushId));
    expect(push!.callerId).toBe(callerId);
  });

  test('when it is cancelled in the middle of a step, then its counts are those of its pushes', async () => {
    const stage = await setUp(900);
    const id = await begin(stage);
    const { run } = createSweep();
    const [cancelled] = await Promise.all([
      audiences.change({ id, from: ['running'], to: 'cancelled' }),
      run(),
    ]);
    await run();
    const [row] = await testDatabase.read<{ pushes: number }>(
      'select count(*)::integer as pushes from pushes where app_id = $1',
      [stage.appId],
    );
    expect(cancelled!.accepted).toBe(row!.pushes);
    expect(await read(id)).toMatchObject({ state: 'cancelled', accepted: row!.pushes });
  });
});

describe('Everyone who holds a grant', () => {
  test('is found by one walk, with the filter that was asked for; who has none is left out', async () => {
    const stage = await setUp(40);
    const { appId, templateId, openids } = stage;
    await storage.hotPath.importGrants({
      appId,
      grants: openids
        .slice(0, 10)
        .map((openid) => ({ openid, templateId, count: 1, grantedAt: null })),
    });
    await storage.users.importUsers(appId, [
      { openid: `o-none-${appId}`, phone: null, unionid: null },
    ]);
    const login = { appId, openid: openids[0]!, phone: '+8613800000123', unionid: null };
    await storage.users.recordLogin({ ...login, at: new Date('2026-03-01T00:00:00Z') });
    const data = { thing1: { value: '上海' }, thing2: { value: '钢材' } };
    const collect = async (filter: NewAudience['filter']): Promise<AudienceRow> => {
      const made = await audiences.create(
        await newAudience(stage, {
          source: 'grant-holders',
          filter,
          startsByItself: false,
          push: { data },
        }),
      );
      expect(made.state).toBe('collecting');
      await createSweep().run();
      return read(made.id);
    };
    expect(await collect({})).toMatchObject({ state: 'ready', total: 40 });
    expect(await collect({ grantsMin: 2 })).toMatchObject({ total: 10 });
    expect(await collect({ hasPhone: true })).toMatchObject({ total: 1 });
    expect(await collect({ hasPhone: false })).toMatchObject({ total: 39 });
    const from = { lastLoginFrom: '2026-02-01T00:00:00Z' };
    expect(await collect(from)).toMatchObject({ total: 1 });
    expect(await collect({ ...from, lastLoginTo: '2026-02-02T00:00:00Z' })).toMatchObject({
      total: 0,
    });
    const all = await collect({});
    await audiences.change({ id: all.id, from: ['ready'], to: 'running' });
    await owe(all.id);
    await createSweep().run();
    expect(await read(all.id)).toMatchObject({ state: 'done', accepted: 40, parked: 0 });
  });

  test('a walk in steps looks at each user once, and two workers do not walk it twice', async () => {
    const stage = await setUp(50);
    const made = await audiences.create(
      await newAudience(stage, { source: 'grant-holders', startsByItself: false }),
    );
    let after = '';
    for (let walks = 0; walks < 20; walks += 1) {
      const step = { audienceId: made.id, after, limit: 7 };
      const both = await Promise.all([audiences.collect(step), audiences.collect(step)]);
      expect(both.filter(({ kind }) => kind === 'stale')).toHaveLength(1);
      const walked = both.find((one) => one.kind === 'stepped');
      if (walked?.isDone !== false) break;
      after = walked.last!;
    }
    expect(await read(made.id)).toMatchObject({ state: 'ready', total: 50 });
  });
});
