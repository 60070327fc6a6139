import { AppError } from '@yuexin/errors';
import { z } from 'zod';
import { changeEvent, popupEvent } from '../events/build-event.ts';
import type { Outbox } from '../events/create-outbox.ts';
import { requestSubscribe, subscribeChoices } from '../ledger/request-subscribe.ts';
import { cellOf, type SimUser } from '../ledger/sim-user.ts';
import { voidCell } from '../ledger/grant-cell.ts';
import type { World } from '../ledger/world.ts';
import { type ControlRoute, ok } from './control-route.ts';
import { findUser } from './find-in-world.ts';
import { parseInput } from './parse-input.ts';
import { showUser } from './show-user.ts';

export type ConsentRouteDeps = {
  world: World;
  outbox: Outbox;
  clock: { now(): Date };
  onUserChanged: (user: SimUser) => void;
};

const SubscribeInput = z.strictObject({
  results: z.record(z.string(), z.enum(subscribeChoices)),
  /** No pop-up was shown ("always keep"): WeChat may send no event then (facts 4.3). */
  silent: z.boolean().default(false),
  /** The user ticked "always keep". */
  keep: z.boolean().default(false),
});
const ChoiceInput = z.strictObject({ templateId: z.string().min(1) });
const MainSwitchInput = z.strictObject({ isOn: z.boolean() });

const subscribe = (deps: ConsentRouteDeps): ControlRoute => ({
  method: 'post',
  path: '/users/:userId/subscribe',
  answer: ({ params, body }) => {
    const { user, app } = findUser(deps.world, params.userId);
    const { results, silent, keep } = parseInput(SubscribeInput, body, '');
    const asked = { app, user, choices: results, isKept: keep };
    const { answer, popup } = requestSubscribe(asked);
    const origin = { app, openid: user.openid, at: deps.clock.now() };
    if (!silent && popup.length > 0) deps.outbox.send(app, popupEvent(origin, popup));
    deps.onUserChanged(user);
    return ok(answer);
  },
});

function findChoice(deps: ConsentRouteDeps, userId: string | undefined, body: unknown) {
  const { user, app } = findUser(deps.world, userId);
  const { templateId } = parseInput(ChoiceInput, body, '');
  if (app.templates.has(templateId)) return { user, app, templateId };
  const problems = [
    { pointer: '/templateId', rule: 'unknown', message: 'no template of this app' },
  ];
  throw new AppError('invalid-request', { message: 'There is no such template.', problems });
}

/** The user turns a template off in the settings: what was granted is lost, and WeChat says so. */
const rejectInSettings = (deps: ConsentRouteDeps): ControlRoute => ({
  method: 'post',
  path: '/users/:userId/settings/reject',
  answer: ({ params, body }) => {
    const { user, app, templateId } = findChoice(deps, params.userId, body);
    voidCell(cellOf(user, templateId));
    user.choices.set(templateId, 'reject');
    const origin = { app, openid: user.openid, at: deps.clock.now() };
    deps.outbox.send(app, changeEvent(origin, templateId));
    deps.onUserChanged(user);
    return ok(showUser(user));
  },
});

/** Turning it on again is silent and brings no grant back (facts 5.3). */
const acceptInSettings = (deps: ConsentRouteDeps): ControlRoute => ({
  method: 'post',
  path: '/users/:userId/settings/accept',
  answer: ({ params, body }) => {
    const { user, templateId } = findChoice(deps, params.userId, body);
    user.choices.delete(templateId);
    deps.onUserChanged(user);
    return ok(showUser(user));
  },
});

const turnMainSwitch = (deps: ConsentRouteDeps): ControlRoute => ({
  method: 'post',
  path: '/users/:userId/settings/main-switch',
  answer: ({ params, body }) => {
    const { user } = findUser(deps.world, params.userId);
    user.hasMainSwitchOn = parseInput(MainSwitchInput, body, '').isOn;
    deps.onUserChanged(user);
    return ok(showUser(user));
  },
});

export const consentRoutes = (deps: ConsentRouteDeps): ControlRoute[] => [
  subscribe(deps),
  rejectInSettings(deps),
  acceptInSettings(deps),
  turnMainSwitch(deps),
];
