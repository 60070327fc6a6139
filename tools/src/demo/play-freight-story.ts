import type { Stack } from '../local-stack/start-stack.ts';
import { driver, freightApp, goodsData, goodsPage, goodsTemplate } from './freight-app.ts';
import { createStoryClient, type StoryClient } from './story-client.ts';
import { seedFreightApp } from './seed-freight-app.ts';
import { createSteps, type Steps } from './story-steps.ts';

type Story = { client: StoryClient; steps: Steps; userId: string; openid: string; session: string };

/**
 * The story that must always work (design 1): login by phone, allow, push, sent, confirmed;
 * then a push without a grant parks and goes out at the next "allow".
 * @throws Error naming the step and the fact that did not hold.
 */
export async function playFreightStory(input: {
  stack: Stack;
  print: (line: string) => void;
}): Promise<void> {
  const { stack, print } = input;
  const steps = createSteps(print);
  const client = createStoryClient(stack);
  steps.begin('The freight platform registers its mini program and syncs its template');
  const { userId, openid } = await seedFreightApp(stack);
  steps.fact('app', `${freightApp.name} ${freightApp.appId}`);
  steps.fact('template', `${goodsTemplate.title} ${goodsTemplate.templateId}`);
  const session = await logIn({ client, steps, userId });
  const story: Story = { client, steps, userId, openid, session };
  await allow(story, { released: 0 });
  await publishAndArrive(story);
  const parkedId = await publishAndPark(story);
  await allow(story, { released: 1 });
  await parkedGoesOut(story, parkedId);
  await compareLedgers(story);
}

async function logIn(input: {
  client: StoryClient;
  steps: Steps;
  userId: string;
}): Promise<string> {
  const { client, steps, userId } = input;
  steps.begin('A driver logs in by phone number');
  const { code } = await client.simulator<{ code: string }>(`/_sim/users/${userId}/login-code`, {});
  const phone = await client.simulator<{ code: string }>(`/_sim/users/${userId}/phone-code`, {});
  const login = await client.api<{
    sessionToken: string;
    openidRegistered: boolean;
    phoneBound: boolean;
  }>('/v1/mp/login', { body: { appId: freightApp.appId, code, phoneCode: phone.code } });
  steps.hold('phoneBound', login.phoneBound, true);
  steps.fact('openidRegistered', login.openidRegistered);
  steps.hold('token calls so far', await client.tokenCalls(), 1);
  return login.sessionToken;
}

async function allow(story: Story, expected: { released: number }): Promise<void> {
  const { client, steps, userId, session } = story;
  steps.begin('The driver taps "allow"');
  const plan = await client.api<{ templateIds: string[] }>(
    `/v1/mp/plan?page=${encodeURIComponent(goodsPage)}`,
    { key: session },
  );
  steps.hold('the page asks for', plan.templateIds.join(), goodsTemplate.templateId);
  steps.fact('grants before', await client.available(story.openid));
  const results = Object.fromEntries(plan.templateIds.map((id) => [id, 'accept']));
  const answer = await client.simulator<Record<string, string>>(`/_sim/users/${userId}/subscribe`, {
    results,
  });
  steps.hold('WeChat answers the page', answer[goodsTemplate.templateId], 'accept');
  const report = await client.api<{ balances: Record<string, number>; released: unknown }>(
    '/v1/mp/grants',
    { key: session, body: { requestId: `tap-${String(Date.now())}`, page: goodsPage, results } },
  );
  // A released push takes its grant when a worker claims it, a moment later.
  steps.hold('grants after', report.balances[goodsTemplate.templateId], 1);
  const released = Array.isArray(report.released) ? report.released.length : report.released;
  steps.hold('parked pushes released', released, expected.released);
}

async function publishAndArrive(story: Story): Promise<void> {
  const { client, steps, openid } = story;
  steps.begin('A shipper publishes goods 广州→上海; the platform asks for a push');
  const accepted = await client.push({ to: { phone: driver.phone }, data: goodsData });
  steps.fact('accepted', `202 ${accepted.id}, state ${accepted.state}`);
  const push = await client.waitFor(accepted.id, (now) => now.state === 'sent');
  steps.hold('state', push.state, 'sent');
  steps.hold('errcode', push.lastAttempt?.errcode, 0);
  steps.hold('msgid is text', typeof push.lastAttempt?.msgid, 'string');
  steps.fact('msgid', push.lastAttempt?.msgid);
  const messages = await client.messages(openid);
  steps.hold('messages on the phone', messages.length, 1);
  steps.fact('the card', JSON.stringify(messages[0]));
  const confirmed = await client.waitFor(push.id, (now) => now.delivery === 'confirmed');
  steps.hold('confirmed by subscribe_msg_sent_event', confirmed.delivery, 'confirmed');
  steps.hold('grants left', await client.available(openid), 0);
  steps.hold('token calls so far', await client.tokenCalls(), 1);
}

async function publishAndPark(story: Story): Promise<string> {
  const { client, steps, openid } = story;
  steps.begin('A second publish finds no grant');
  const parked = await client.push({
    to: { openid },
    data: { ...goodsData, thing2: '水果 10 吨' },
    bizId: 'goods-43',
  });
  steps.hold('state', parked.state, 'parked');
  steps.hold('reason', parked.reason?.code, 'no-grant');
  steps.hold('messages on the phone', (await client.messages(openid)).length, 1);
  return parked.id;
}

async function parkedGoesOut(story: Story, pushId: string): Promise<void> {
  const { client, steps, openid } = story;
  steps.begin('The parked push goes out by itself');
  const push = await client.waitFor(pushId, (now) => now.delivery === 'confirmed');
  steps.hold('state', push.state, 'sent');
  steps.hold('attempts', push.attempts, 1);
  steps.fact('msgid', push.lastAttempt?.msgid);
  steps.hold('messages on the phone', (await client.messages(openid)).length, 2);
  steps.begin('Its whole history in one call');
  for (const entry of await client.timeline(pushId)) steps.fact(entry.at, entry.text);
}

async function compareLedgers(story: Story): Promise<void> {
  const { client, steps, openid } = story;
  steps.begin("WeChat's ledger and ours agree");
  const balance = await client.balance(openid);
  steps.hold('available', balance.available, 0);
  steps.hold('reserved', balance.reserved, 0);
  steps.hold('spent', balance.spent, 2);
  steps.hold('messages WeChat accepted', await client.acceptedSends(), 2);
  steps.hold('token calls in all', await client.tokenCalls(), 1);
}
