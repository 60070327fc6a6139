import type { PageSamples } from './read-samples.ts';

/** One of what a page asks the api. */
export type PageAsk = {
  /** Short; told beside its figure. */
  name: string;
  /** The call of the client that the page makes: `pushes.search`. */
  call: string;
  /** The `round`-th of its askings, so that no two in a row ask for the same row. */
  request: (
    samples: PageSamples,
    round: number,
  ) => { method: 'GET' | 'POST'; path: string; body?: object };
};

export type ConsolePage = { name: string; asks: readonly PageAsk[] };

type Path = (samples: PageSamples, round: number) => string;
const get = (name: string, call: string, path: Path): PageAsk => ({
  ...{ name, call },
  request: (samples, round) => ({ method: 'GET', path: `/v1${path(samples, round)}` }),
});
const search = (name: string, body: (samples: PageSamples, round: number) => object): PageAsk => ({
  ...{ name, call: 'pushes.search' },
  request: (samples, round) => ({
    method: 'POST',
    path: '/v1/pushes/search',
    body: body(samples, round),
  }),
});
const take = (list: readonly string[], round: number): string => list[round % list.length] ?? '';
const user = ({ appId, openids }: PageSamples, round: number): string =>
  `/apps/${appId}/users/${take(openids, round)}`;
const anHour = (round: number) => ({
  from: new Date(Date.now() - (round + 30) * 3_600_000).toISOString(),
  to: new Date(Date.now() - (round + 29) * 3_600_000).toISOString(),
});

/**
 * Whatever the console's pages read by themselves; `console-pages.test.ts` holds it against the sources of the console. Not here: what a
 * button does, and the previews of replays and audiences, which count all that they would touch.
 */
export const consolePages: readonly ConsolePage[] = [
  {
    name: 'now',
    asks: [
      get('an hour', 'operating.readStats', () => '/stats?minutes=60'),
      get('a day', 'operating.readStats', () => '/stats?minutes=1440&stepMinutes=15'),
      get('alarms', 'operating.listAlarms', () => '/alarms?limit=50'),
    ],
  },
  {
    name: 'why not delivered',
    asks: [
      get('a day', 'operating.readCauses', () => '/causes?minutes=1440&stepMinutes=15'),
      get('a week', 'operating.readCauses', () => '/causes?minutes=10080&stepMinutes=120'),
    ],
  },
  {
    name: 'pushes',
    asks: [
      search('all', () => ({})),
      search('of an app', ({ appId }) => ({ appId })),
      search('sent', ({ appId }) => ({ appId, state: 'sent' })),
      search('parked', () => ({ state: 'parked' })),
      search('expired or cancelled', () => ({ state: ['expired', 'cancelled'] })),
      search('dead of a cause', ({ appId, templateId }) => ({
        ...{ appId, templateId, state: 'dead', reason: 'template-data-invalid', errcode: 47003 },
      })),
      search('by phone', ({ phones }, round) => ({ phone: take(phones, round) })),
      search('by openid', ({ openids }, round) => ({ openid: take(openids, round) })),
      search('by bizId', ({ bizIds }, round) => ({ bizId: take(bizIds, round) })),
      search('by rid', ({ rids }, round) => ({ rid: take(rids, round) })),
      search('by errcode', () => ({ errcode: 43101 })),
      search('by template', ({ templateId }) => ({ templateId })),
      search('of an hour', (_, round) => anHour(round)),
      search('an errcode nobody had', ({ appId }) => ({ appId, errcode: 48001 })),
      search('a template nobody used', () => ({ templateId: 'bench-template-1' })),
      search('dead of a template nobody used', () => ({
        ...{ state: 'dead', templateId: 'bench-template-1' },
      })),
      search('a reason nobody had', () => ({ reason: 'frequency-cap' })),
      search('a phone nobody has', () => ({ phone: '+8613700000000' })),
    ],
  },
  {
    name: 'push',
    asks: [
      get(
        'story',
        'pushes.getTimeline',
        ({ pushes }, at) => `/pushes/${take(pushes, at)}/timeline`,
      ),
      get('push', 'pushes.get', ({ pushes }, at) => `/pushes/${take(pushes, at)}`),
      get(
        'what buttons do',
        'pushes.foreseeActions',
        ({ pushes }, at) => `/pushes/${take(pushes, at)}/actions`,
      ),
    ],
  },
  {
    name: 'dead letters',
    asks: [
      get('by cause', 'deadLetters.list', () => '/dead-letters?limit=200'),
      get('of an app', 'deadLetters.list', ({ appId }) => `/dead-letters?appId=${appId}&limit=200`),
      get('replays', 'deadLetters.listReplays', () => '/replays?limit=20'),
      get('replay', 'deadLetters.getReplay', ({ replays }, at) => `/replays/${take(replays, at)}`),
    ],
  },
  {
    name: 'unconfirmed',
    asks: [
      get('all', 'pushes.list', () => '/pushes?state=unconfirmed'),
      get('of an app', 'pushes.list', ({ appId }) => `/pushes?state=unconfirmed&appId=${appId}`),
    ],
  },
  {
    name: 'users',
    asks: [
      get('user', 'users.get', user),
      get('timeline', 'users.readTimeline', (samples, at) => `${user(samples, at)}/timeline`),
      get('grants', 'users.listGrants', (samples, at) => `${user(samples, at)}/grants`),
      get(
        'pushes',
        'pushes.list',
        ({ appId, openids }, at) => `/pushes?appId=${appId}&openid=${take(openids, at)}`,
      ),
      {
        ...{ name: 'by phone', call: 'users.search' },
        request: ({ appId, phones }, round) => ({
          method: 'POST',
          path: `/v1/apps/${appId}/users/search`,
          body: { phone: take(phones, round) },
        }),
      },
    ],
  },
  {
    name: 'grants',
    asks: [
      get(
        'a day',
        'users.readGrantFlow',
        ({ appId }) => `/apps/${appId}/grant-flow?minutes=1440&stepMinutes=15`,
      ),
      get(
        'a week',
        'users.readGrantFlow',
        ({ appId }) => `/apps/${appId}/grant-flow?minutes=10080&stepMinutes=120`,
      ),
      get('drift', 'users.readGrantDrift', ({ appId }) => `/apps/${appId}/grant-drift`),
    ],
  },
  {
    name: 'templates',
    asks: [
      get('templates', 'templates.list', ({ appId }) => `/apps/${appId}/templates?limit=200`),
      get(
        'changes',
        'templates.listChanges',
        ({ appId }) => `/apps/${appId}/templates/changes?limit=20`,
      ),
      {
        ...{ name: 'explain', call: 'pushes.explain' },
        request: ({ appId, templateId, openids }, round) => ({
          method: 'POST',
          path: '/v1/pushes/explain',
          body: {
            ...{ appId, templateId, to: { openid: take(openids, round) } },
            data: { thing1: '【广州】-->【上海】', thing2: '钢材 32 吨' },
          },
        }),
      },
    ],
  },
  {
    name: 'apps, keys, webhooks',
    asks: [
      get('apps', 'apps.list', () => '/apps'),
      get('app', 'apps.get', ({ appId }) => `/apps/${appId}`),
      get('keys', 'apiKeys.list', () => '/api-keys'),
      get('endpoints', 'webhooks.listEndpoints', () => '/webhook-endpoints'),
      get(
        'endpoint',
        'webhooks.getEndpoint',
        ({ endpoints }, at) => `/webhook-endpoints/${take(endpoints, at)}`,
      ),
      get(
        'callbacks',
        'webhooks.listEndpointCallbacks',
        ({ endpoints }, at) => `/webhook-endpoints/${take(endpoints, at)}/callbacks`,
      ),
      get(
        'failed callbacks',
        'webhooks.listEndpointCallbacks',
        ({ endpoints }, at) => `/webhook-endpoints/${take(endpoints, at)}/callbacks?state=failed`,
      ),
    ],
  },
  {
    name: 'audiences',
    asks: [
      get('audiences', 'audiences.list', () => '/audiences'),
      get('audience', 'audiences.get', ({ audienceId }) => `/audiences/${audienceId}`),
      get('report', 'audiences.getReport', ({ audienceId }) => `/audiences/${audienceId}/report`),
      get(
        'left out',
        'audiences.listRecipients',
        ({ audienceId }) => `/audiences/${audienceId}/recipients?state=left-out`,
      ),
    ],
  },
  {
    name: 'audit',
    asks: [
      get('all', 'operating.listAudit', () => '/audit'),
      get(
        'by action',
        'operating.listAudit',
        ({ appId }) => `/audit?appId=${appId}&action=app.pause`,
      ),
      get('an action nobody did', 'operating.listAudit', () => '/audit?action=user.erase'),
    ],
  },
];
