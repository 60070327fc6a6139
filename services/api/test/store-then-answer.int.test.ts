import { afterEach, describe, expect, test } from '@jest/globals';
import { createApp, createUser, eventually } from '@yuexin/testkit';
import { createApiBed, type Answer, type Problem } from './support/api-bed.ts';
import { plainQuery } from './support/sign-event.ts';

const api = await createApiBed();
const { storage, testDatabase } = api;
const token = 'test-message-token';
const { appId } = await createApp({ storage });
const { id: userId } = await createUser({ storage, appId, openid: 'o-1' });

/** WeChat waits 5 s, three times; contract 8 promises a second. */
const promisedMs = 1_000;
const wechatWaitsMs = 5_000;

let second = Math.floor(Date.now() / 1_000) - 1_000;
const popup = () => ({
  ToUserName: 'gh_1',
  FromUserName: 'o-1',
  CreateTime: (second += 1),
  MsgType: 'event',
  Event: 'subscribe_msg_popup_event',
  List: { TemplateId: 'tpl-1', SubscribeStatusString: 'accept', PopupScene: '0' },
});

type Timed = Answer<Problem> & { tookMs: number };

async function post(body: object, to = appId): Promise<Timed> {
  const startedAt = performance.now();
  const path = `/v1/wechat/${to}/events?${plainQuery(token).toString()}`;
  const answer = await api.call<Problem>('POST', path, { key: null, body });
  return { ...answer, tookMs: performance.now() - startedAt };
}

/** Held or shut by a test; also when it failed, or the api could not stop. */
const releases: (() => Promise<void>)[] = [];
const release = async (): Promise<void> => {
  for (const one of releases.splice(0)) await one();
};
afterEach(release);

const waiting = async (): Promise<number> => (await storage.upkeep.eventLag()).waiting;
const available = async (): Promise<number> =>
  (await storage.users.balances(userId))['tpl-1']?.available ?? 0;

function expectSuccess({ status, text, tookMs }: Timed): void {
  expect([status, text]).toEqual([200, 'success']);
  expect(tookMs).toBeLessThan(promisedMs);
}

function expectToComeAgain({ status, body, tookMs }: Timed): void {
  expect([status, body.code]).toEqual([500, 'internal-error']);
  expect(tookMs).toBeLessThan(wechatWaitsMs);
}

describe('An event is stored, answered and applied later', () => {
  test('when no worker runs, then each is answered within a second and waits', async () => {
    // The first one finds a process that has read nothing yet.
    await post(popup());
    const before = await waiting();
    for (let count = 0; count < 20; count += 1) expectSuccess(await post(popup()));
    expect(await waiting()).toBe(before + 20);
    await storage.hotPath.applyEvents(200);
    expect(await waiting()).toBe(0);
  });

  test('when another holds the row of its user, then it is answered within a second all the same, and applied afterwards', async () => {
    const before = await available();
    expectSuccess(await post(popup()));
    releases.push(await testDatabase.hold(`select from users where id = '${userId}' for update`));
    expect((await storage.hotPath.applyEvents(200)).applied).toBe(0);
    for (let count = 0; count < 5; count += 1) expectSuccess(await post(popup()));
    expect(await waiting()).toBe(6);

    await release();
    while ((await storage.hotPath.applyEvents(200)).applied > 0);
    expect(await waiting()).toBe(0);
    expect(await available()).toBe(before + 6);
  });
});

describe('An event that cannot be stored', () => {
  test('when the table does not answer, then 500 before WeChat hangs up, and it is stored once, whichever try it was', async () => {
    const before = await waiting();
    const body = popup();
    releases.push(await testDatabase.hold('lock table events in access exclusive mode'));
    expectToComeAgain(await post(body));
    expectToComeAgain(await post(body));
    await release();
    await eventually(async () => (await post(body)).status === 200);
    expect(await waiting()).toBe(before + 1);
  });

  test('when PostgreSQL is down, then 500 at once, for an app known and unknown to the process; the try after it is back is stored', async () => {
    const other = await createApp({ storage });
    const before = await waiting();
    const body = popup();
    releases.push(await testDatabase.shut());
    expectToComeAgain(await post(body));
    expectToComeAgain(await post(body));
    expectToComeAgain(await post(popup(), other.appId));
    await release();
    await eventually(async () => (await post(body)).status === 200);
    expect(await waiting()).toBe(before + 1);
  });
});
