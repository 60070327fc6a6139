/** What the types promise, compiled but never run: in this clone, and against the packed package as ESM and as CommonJS. */
import {
  createYuexinClient,
  InvalidRequestError,
  ProblemError,
  verifyWebhook,
  type App,
  type Push,
  type WebhookMessage,
} from '@yuexin/client';

type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(..._proof: T[]): void => undefined;

const client = createYuexinClient({ baseUrl: 'http://localhost:3000', apiKey: 'yx_key' });

export async function createsAreTyped(): Promise<void> {
  const push = await client.pushes.create({
    appId: 'wx0123456789abcdef',
    templateId: 'nYSA',
    to: { phone: '+8613800000000' },
    data: { thing1: { value: '【广州】-->【上海】' }, thing2: '钢材 32 吨' },
    onNoGrant: 'park',
  });
  holds<Same<typeof push, Push>>();
  holds<Same<typeof push.state extends string ? true : false, true>>();
  // @ts-expect-error a push has no such field
  push.nothing;
  // @ts-expect-error the data is missing
  await client.pushes.create({ appId: 'wx1', templateId: 't', to: {} });
  const base = { appId: 'wx1', templateId: 't', to: {}, data: {} };
  // @ts-expect-error no such choice
  await client.pushes.create({ ...base, onNoGrant: 'drop' });
  // @ts-expect-error no such state
  client.pushes.list({ state: 5 });
  // @ts-expect-error an id is a text
  await client.pushes.get(42);
  await client.pushes.create(
    { appId: 'wx1', templateId: 't', to: { openid: 'o' }, data: {} },
    { idempotencyKey: 'order-42', signal: AbortSignal.timeout(5_000), timeoutMs: 1_000 },
  );
}

export async function listsAreTyped(): Promise<void> {
  for await (const push of client.pushes.list({ appId: 'wx1', limit: 200 }))
    holds<Same<typeof push, Push>>();
  const apps = await client.apps.list().toArray({ limit: 10 });
  holds<Same<typeof apps, App[]>>();
  for await (const page of client.deadLetters.list().pages())
    holds<Same<typeof page.isCapped, boolean>>();
  // @ts-expect-error a list is walked, not awaited
  (await client.pushes.list()).data;
}

export async function sessionsAreAskedFor(): Promise<void> {
  const { sessionToken } = await client.miniProgram.login({ appId: 'wx1', code: 'c' });
  await client.miniProgram.planAsks({ page: 'pages/index' }, { sessionToken });
  // @ts-expect-error a mini program's call needs its session
  await client.miniProgram.planAsks({ page: 'pages/index' });
}

export async function replaysAreTwoHalves(): Promise<number> {
  const { previewToken, wouldSend } = await client.deadLetters.previewReplay({ errcode: 47003 });
  const replay = await client.deadLetters.startReplay(previewToken);
  return replay.progress.replayed + wouldSend;
}

export function errorsCarryTheirProblem(error: unknown): string {
  if (error instanceof InvalidRequestError) return error.errors.map((one) => one.pointer).join();
  if (error instanceof ProblemError && error.code === 'no-grant') return error.problem.title;
  // @ts-expect-error no such code
  return error instanceof ProblemError && error.code === 'no-such-code' ? '' : 'other';
}

export async function callbacksAreTyped(headers: Headers, body: string): Promise<string> {
  const message: WebhookMessage = await verifyWebhook({ secret: 'whsec_', headers, body });
  if (message.type === 'push.sent') return `${message.sequence} ${message.data.state}`;
  if (message.type === 'grant.received') return message.data.templateId;
  if (message.type === 'app.paused') return message.data.pause.reason.message;
  // @ts-expect-error no such type
  if (message.type === 'push.lost') return '';
  return message.id;
}

export async function timelinesAreTyped(): Promise<string[]> {
  const { data } = await client.pushes.getTimeline('psh_1');
  return data.map((entry) => {
    if (entry.kind === 'state') return `${entry.from ?? ''} ${entry.to}`;
    if (entry.kind === 'attempt-finished') return `${entry.outcome} ${entry.errcode ?? ''}`;
    if (entry.kind === 'event' && entry.type === 'subscribe_msg_sent_event') return entry.msgid;
    // @ts-expect-error only an attempt has an outcome
    return String(entry.outcome);
  });
}
