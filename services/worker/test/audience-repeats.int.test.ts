import { describe, expect, jest, test } from '@jest/globals';
import { markTemplates } from '@yuexin/domain';
import { createApp, createTemplate, createTestStorage } from '@yuexin/testkit';
import { v7 as uuidv7 } from 'uuid';
import { createAudienceSweep } from './support/audience-sweep.ts';

jest.setTimeout(60_000);

const { storage, testDatabase, openAnother } = await createTestStorage();
const { audiences } = storage;

type Stage = { appId: string; templateId: string; openid: string; phone: string; unionid: string };
type Who = { userId?: string; openid?: string; phone?: string; unionid?: string };

/** An app, and a person whom nobody knows yet. */
async function setUp(): Promise<Stage> {
  const { appId } = await createApp({ storage });
  const { templateId } = await createTemplate({ storage, appId });
  const [openid, unionid] = [`o-driver-${appId}`, `u-driver-${appId}`];
  return { appId, templateId, openid, unionid, phone: '+8613800000042' };
}

/** An audience of these recipients, from line 2 on; the mark on a line is its own. */
async function bring({ appId, templateId }: Stage, recipients: readonly Who[]): Promise<string> {
  const template = (await storage.templates.find(appId, templateId))!;
  const { id } = await audiences.create({
    ...{ id: uuidv7(), appId, callerId: uuidv7(), actor: 'key:test', name: null, source: 'upload' },
    ...{ filter: null, parksUnknown: true, ratePerSecond: 5_000, startsByItself: false },
    ...{ templateMark: markTemplates([template]), expiresAt: null },
    push: {
      ...{ appId, templateId, page: null, lang: 'zh_CN', miniprogramState: 'formal' },
      ...{ priority: 'low', onNoGrant: 'park', onUnconfirmed: 'reconcile', bizId: null },
      ...{ metadata: null, ttlSeconds: 3_600, sendAt: null, dedupe: null, replaces: null },
      ...{ choices: null, data: { thing1: { value: '{{to}}' }, thing2: { value: '钢材' } } },
    },
  });
  const upload = { audienceId: id, uploadId: (await audiences.beginUpload(id))! };
  const nobody = { problems: [], userId: null, openid: null, phone: null, unionid: null };
  await audiences.addRecipients({
    ...upload,
    recipients: recipients.map((who, at) => ({
      ...{ ...nobody, ...who, line: at + 2, variables: { to: `上海${at + 2}` } },
    })),
  });
  await audiences.endUpload(upload);
  return id;
}

async function logIn({ appId, openid, phone, unionid }: Stage): Promise<string> {
  const login = { appId, openid, phone, unionid, at: new Date() };
  const { user } = await storage.users.recordLogin(login);
  await storage.hotPath.attachRecipients([user.id]);
  return user.id;
}

/** Two workers at once, each with all that its rate allows. */
async function run(id: string): Promise<void> {
  await audiences.change({ id, from: ['ready'], to: 'running' });
  await testDatabase.run(
    `update audiences set paced_until = now() - interval '2 seconds' where id = '${id}'`,
  );
  await Promise.all([openAnother(), openAnother()].map((one) => createAudienceSweep(one).run()));
}

const linesOf = async (audienceId: string): Promise<string[]> => {
  const list = { audienceId, states: null, limit: 200, cursor: null };
  const { items } = await audiences.listRecipients(list);
  return items.map(({ line, state, firstLine }) => `${line} ${state} ${firstLine ?? ''}`.trim());
};
const pushesOf = async ({ appId }: Stage): Promise<string[]> => {
  const rows = await testDatabase.read<{ said: string }>(
    `select data -> 'thing1' ->> 'value' as said from pushes where app_id = $1 order by 1`,
    [appId],
  );
  return rows.map(({ said }) => said);
};

describe('Recipients of an audience who became known after the upload', () => {
  test('when one logs in whom lines mean by phone, by openid and by unionid, then the first line gets the push', async () => {
    const stage = await setUp();
    const { openid, phone, unionid } = stage;
    const id = await bring(stage, [{ phone }, { openid }, { unionid }, { openid: `${openid}-2` }]);
    expect(await audiences.find(id)).toMatchObject({ total: 4, duplicates: 0 });
    await logIn(stage);
    await run(id);
    expect(await linesOf(id)).toEqual([
      ...['2 accepted', '3 duplicate 2', '4 duplicate 2', '5 accepted'],
    ]);
    const counts = { total: 2, duplicates: 2, accepted: 2, refused: 0, state: 'done' };
    expect(await audiences.find(id)).toMatchObject(counts);
    expect(await pushesOf(stage)).toEqual(['上海2', '上海5']);
    expect(await audiences.countLeftOut(id)).toEqual([
      { state: 'duplicate', rule: 'duplicate', count: 2 },
    ]);
    // Nothing of what they were to be told stays, nor where.
    const [row] = await testDatabase.read<{ left: string | null }>(
      `select string_agg(concat(variables, openid, unionid, phone_cipher, to_key), '') as left
       from audience_recipients where audience_id = $1`,
      [id],
    );
    expect(row!.left).toBe('');
  });

  test('when a later line means a user who was known then, then that line is the duplicate, far behind as well', async () => {
    const stage = await setUp();
    const { appId, openid, phone } = stage;
    const known = await storage.users.importUsers(
      appId,
      [openid, ...Array.from({ length: 300 }, (_, at) => `${openid}-${at}`)].map((one) => ({
        ...{ openid: one, phone: null, unionid: null },
      })),
    );
    const idOf = new Map(known.map((user) => [user.openid, user.id]));
    const others = known.filter((user) => user.openid !== openid);
    const id = await bring(stage, [
      { phone },
      ...others.map((user) => ({ userId: user.id })),
      { userId: idOf.get(openid)! },
    ]);
    await logIn(stage);
    await run(id);
    const lines = await linesOf(id);
    expect([lines[0], (await audiences.find(id))!.duplicates]).toEqual(['2 accepted', 1]);
    const counts = { total: 301, accepted: 301, refused: 0, state: 'done' };
    expect(await audiences.find(id)).toMatchObject(counts);
    expect(await pushesOf(stage)).toHaveLength(301);
  });

  test('when an earlier line has its push already, then the later one is a duplicate of it', async () => {
    const stage = await setUp();
    const { appId, openid, phone } = stage;
    const [user] = await storage.users.importUsers(appId, [{ openid, phone: null, unionid: null }]);
    const id = await bring(stage, [{ userId: user!.id }, { phone }]);
    await audiences.change({ id, from: ['ready'], to: 'running' });
    await testDatabase.run(
      `update audiences set paced_until = now(), rate_per_second = 1 where id = '${id}'`,
    );
    await createAudienceSweep(storage).run();
    await logIn(stage);
    await testDatabase.run(
      `update audiences set paced_until = now() - interval '2 seconds', rate_per_second = 5000 where id = '${id}'`,
    );
    await createAudienceSweep(storage).run();
    expect(await linesOf(id)).toEqual(['2 accepted', '3 duplicate 2']);
    expect(await pushesOf(stage)).toEqual(['上海2']);
  });

  test('when PostgreSQL refuses a push between them, then there is still one for the user', async () => {
    const stage = await setUp();
    const { openid, phone } = stage;
    const poison = { openid: `${openid}-poison` };
    const id = await bring(stage, [{ phone }, poison, { openid }]);
    await logIn(stage);
    await testDatabase.run(
      `alter table pushes add constraint poison check (data -> 'thing1' ->> 'value' <> '上海3') not valid`,
    );
    await run(id);
    await testDatabase.run('alter table pushes drop constraint poison');
    expect(await linesOf(id)).toEqual(['2 accepted', '3 refused', '4 duplicate 2']);
    const counts = { total: 2, duplicates: 1, accepted: 1, refused: 1, state: 'done' };
    expect(await audiences.find(id)).toMatchObject(counts);
  });

  test('when such a user is erased after it, then nothing of theirs is left in the audience', async () => {
    const stage = await setUp();
    const id = await bring(stage, [{ phone: stage.phone }]);
    await logIn(stage);
    await run(id);
    await storage.hotPath.eraseUser({ appId: stage.appId, openid: stage.openid, actor: 'test' });
    const [row] = await testDatabase.read<{ users: number }>(
      'select count(user_id)::integer as users from audience_recipients where audience_id = $1',
      [id],
    );
    expect(row!.users).toBe(0);
  });
});
