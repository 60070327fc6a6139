import { z } from 'zod';
import { indexUser } from './add-user.ts';
import { AppSettings } from './app-settings.ts';
import { createSimApp } from './sim-app.ts';
import { readKeywords } from './sim-template.ts';
import type { SimUser } from './sim-user.ts';
import type { World } from './world.ts';

const Template = z.object({
  templateId: z.string(),
  title: z.string(),
  kind: z.enum(['one-time', 'long-term']),
  content: z.string(),
  example: z.string(),
  options: z.record(z.string(), z.array(z.string())),
});
const Grant = z.object({
  granted: z.number(),
  spent: z.number(),
  void: z.number(),
  isStanding: z.boolean(),
});
const Message = z.object({
  msgid: z.string(),
  templateId: z.string(),
  title: z.string(),
  items: z.array(z.object({ key: z.string(), label: z.string(), value: z.string() })),
  page: z.string().nullable(),
  miniprogramState: z.string(),
  lang: z.string(),
  at: z.string(),
});
const User = z.object({
  userId: z.string(),
  openid: z.string(),
  nickname: z.string(),
  phone: z.string().nullable(),
  unionid: z.string().nullable(),
  isBlocked: z.boolean(),
  hasMainSwitchOn: z.boolean(),
  choices: z.array(z.tuple([z.string(), z.enum(['accept', 'reject'])])),
  grants: z.array(z.tuple([z.string(), Grant])),
  inbox: z.array(Message),
});
const Token = z.object({
  token: z.string(),
  appId: z.string(),
  endsAt: z.number(),
  endsAs: z.union([z.literal(40001), z.literal(40014), z.literal(42001)]),
});
const App = z.object({
  settings: AppSettings,
  templates: z.array(Template),
  users: z.array(User),
  stableToken: Token.nullable(),
  classicToken: Token.nullable(),
});

/** What outlives a run: apps, templates, users with their grants and messages, tokens. Calls, events and codes do not. */
export const StateSnapshot = z.object({
  version: z.literal(1),
  lastMsgid: z.string().regex(/^\d+$/),
  sendCount: z.number(),
  apps: z.array(App),
});
export type StateSnapshot = z.infer<typeof StateSnapshot>;

const describeUser = (user: SimUser) => ({
  ...user,
  choices: [...user.choices],
  grants: [...user.grants],
});

export const takeSnapshot = (world: World): object => ({
  version: 1,
  lastMsgid: world.lastMsgid.toString(),
  sendCount: world.sendCount,
  apps: [...world.apps.values()].map((app) => ({
    settings: app.settings,
    templates: [...app.templates.values()],
    users: [...app.usersByOpenid.values()].map(describeUser),
    stableToken: app.tokens.stable,
    classicToken: app.tokens.classic,
  })),
});

/** Puts a snapshot into an empty world. */
export function restoreSnapshot(world: World, snapshot: StateSnapshot): void {
  const lastMsgid = BigInt(snapshot.lastMsgid);
  if (lastMsgid > world.lastMsgid) world.lastMsgid = lastMsgid;
  world.sendCount = snapshot.sendCount;
  for (const kept of snapshot.apps) {
    const app = createSimApp(kept.settings);
    const { appId } = kept.settings;
    world.apps.set(appId, app);
    for (const template of kept.templates) {
      const keywords = readKeywords(template.content);
      app.templates.set(template.templateId, { ...template, keywords });
    }
    for (const { choices, grants, ...user } of kept.users) {
      indexUser(world, app, {
        ...user,
        appId,
        choices: new Map(choices),
        grants: new Map(grants),
        logins: { minute: 0, count: 0 },
      });
    }
    app.tokens.stable = kept.stableToken;
    app.tokens.classic = kept.classicToken;
    for (const record of [kept.stableToken, kept.classicToken]) {
      if (record === null) continue;
      world.tokens.set(record.token, record);
      app.tokens.trail.push(record.token);
    }
  }
}
