import { z } from 'zod';
import type { Outbox } from '../events/create-outbox.ts';
import type { CallLog } from '../front/call-log.ts';
import type { World } from '../ledger/world.ts';
import { type ControlRoute, ok } from './control-route.ts';
import { parseInput } from './parse-input.ts';
import { showEvent } from './show-event.ts';

export type RecordRouteDeps = { world: World; calls: CallLog; outbox: Outbox };

const limit = z.coerce.number().int().min(1).max(100_000).default(1000);
const MessagesQuery = z.object({ openid: z.string().min(1), appId: z.string().optional() });
const CallsQuery = z.object({
  path: z.string().optional(),
  appId: z.string().optional(),
  openid: z.string().optional(),
  limit,
});
const EventsQuery = z.object({
  name: z.string().optional(),
  appId: z.string().optional(),
  openid: z.string().optional(),
  limit,
});

const isWanted = <T>(wanted: T | undefined, actual: T | null): boolean =>
  wanted === undefined || wanted === actual;

const listMessages = ({ world }: RecordRouteDeps): ControlRoute => ({
  method: 'get',
  path: '/messages',
  answer: ({ query }) => {
    const { openid, appId } = parseInput(MessagesQuery, query, '/query');
    const users = [...world.apps.values()]
      .filter((app) => isWanted(appId, app.settings.appId))
      .map((app) => app.usersByOpenid.get(openid));
    return ok({ data: users.flatMap((user) => user?.inbox ?? []) });
  },
});

const listCalls = ({ calls }: RecordRouteDeps): ControlRoute => ({
  method: 'get',
  path: '/calls',
  answer: ({ query }) => {
    const wanted = parseInput(CallsQuery, query, '/query');
    const data = calls.list({
      limit: wanted.limit,
      matches: (call) =>
        isWanted(wanted.path, call.path) &&
        isWanted(wanted.appId, call.appId) &&
        isWanted(wanted.openid, call.openid),
    });
    return ok({ data, dropped: calls.dropped() });
  },
});

const listEvents = ({ outbox }: RecordRouteDeps): ControlRoute => ({
  method: 'get',
  path: '/events',
  answer: ({ query }) => {
    const wanted = parseInput(EventsQuery, query, '/query');
    const data = outbox.list({
      limit: wanted.limit,
      matches: ({ event, appId, openid }) =>
        isWanted(wanted.name, event.name) &&
        isWanted(wanted.appId, appId) &&
        isWanted(wanted.openid, openid),
    });
    return ok({ data: data.map(showEvent) });
  },
});

export const recordRoutes = (deps: RecordRouteDeps): ControlRoute[] => [
  listMessages(deps),
  listCalls(deps),
  listEvents(deps),
];
