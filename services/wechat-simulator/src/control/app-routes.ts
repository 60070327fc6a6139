import { randomInt } from 'node:crypto';
import { AppError } from '@yuexin/errors';
import { z } from 'zod';
import { createStamp, signStamp } from '../events/address-event.ts';
import type { Outgoing } from '../create-outgoing.ts';
import { type AppSettings, AppSettingsInput, mergeSettings } from '../ledger/app-settings.ts';
import { createSimApp } from '../ledger/sim-app.ts';
import { endTokens } from '../ledger/tokens.ts';
import type { World } from '../ledger/world.ts';
import { type ControlRoute, created, ok } from './control-route.ts';
import { findApp } from './find-in-world.ts';
import { parseInput } from './parse-input.ts';
import { showApp } from './show-app.ts';

export type AppRouteDeps = { world: World; outgoing: Outgoing; clock: { now(): Date } };

const ExpireToken = z
  .strictObject({
    errcode: z.union([z.literal(40001), z.literal(40014), z.literal(42001)]).default(42001),
  })
  .default({ errcode: 42001 });

/** Events need what they are signed and sealed with. */
function refuseIncomplete(settings: AppSettings): void {
  const missing = (name: string, why: string) => ({
    pointer: `/${name}`,
    rule: 'required',
    message: why,
  });
  const needsKey = settings.eventMode !== 'plain' && settings.encodingAesKey === null;
  const problems = [
    ...(settings.eventUrl !== null && settings.messageToken === null
      ? [missing('messageToken', 'events to eventUrl are signed with it')]
      : []),
    ...(needsKey ? [missing('encodingAesKey', `${settings.eventMode} mode encrypts with it`)] : []),
  ];
  if (problems.length === 0) return;
  throw new AppError('invalid-request', { message: 'The app lacks a setting.', problems });
}

const saveApp = ({ world }: AppRouteDeps): ControlRoute => ({
  method: 'post',
  path: '/apps',
  answer: ({ body }) => {
    const input = parseInput(AppSettingsInput, body, '');
    const known = world.apps.get(input.appId);
    const settings = mergeSettings(known?.settings, input);
    refuseIncomplete(settings);
    const app = known ?? createSimApp(settings);
    app.settings = settings;
    world.apps.set(settings.appId, app);
    return known === undefined ? created(showApp(app)) : ok(showApp(app));
  },
});

const listApps = ({ world }: AppRouteDeps): ControlRoute => ({
  method: 'get',
  path: '/apps',
  answer: () => ok({ data: [...world.apps.values()].map(showApp) }),
});

const expireToken = ({ world, clock }: AppRouteDeps): ControlRoute => ({
  method: 'post',
  path: '/apps/:appId/expire-token',
  answer: ({ params, body }) => {
    const app = findApp(world, params.appId);
    const { errcode } = parseInput(ExpireToken, body, '');
    endTokens(app, clock.now().getTime(), errcode);
    return ok({ appId: app.settings.appId, errcode });
  },
});

/** What WeChat does when the message-push settings are saved: a signed GET whose echostr must come back (facts 5.5). */
const checkUrl = ({ world, outgoing, clock }: AppRouteDeps): ControlRoute => ({
  method: 'post',
  path: '/apps/:appId/check-url',
  answer: async ({ params }) => {
    const { settings } = findApp(world, params.appId);
    if (settings.eventUrl === null) {
      throw new AppError('conflict', { message: 'This app has no eventUrl.' });
    }
    const stamp = createStamp(clock.now());
    const echostr = String(randomInt(1e9, 2e14));
    const url = new URL(settings.eventUrl);
    const query = { signature: signStamp(settings, stamp), ...stamp, echostr };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const { eventTimeoutMs: timeoutMs } = settings;
    const call = { method: 'GET', url: url.href, headers: {}, body: null, timeoutMs };
    const answer = await outgoing.request(call).catch((error: unknown) => {
      const message = `The eventUrl cannot be reached: ${(error as Error).message}`;
      throw new AppError('unavailable', { message, cause: error });
    });
    const isEchoed = answer.status === 200 && answer.body.toString('utf8') === echostr;
    return ok({ isAccepted: isEchoed, status: answer.status });
  },
});

export const appRoutes = (deps: AppRouteDeps): ControlRoute[] => [
  saveApp(deps),
  listApps(deps),
  expireToken(deps),
  checkUrl(deps),
];
