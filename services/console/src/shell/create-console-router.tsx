import { createBrowserRouter, type RouteObject } from 'react-router';
import { SessionGate } from '../session/session-gate.tsx';
import { fetchCode } from '../live/fetch-code.ts';
import { LiveProvider } from '../live/live-context.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { PageFailure } from './page-failure.tsx';
import { Shell } from './shell.tsx';

/** Each page is fetched when it is opened for the first time. */
const pages: RouteObject[] = [
  {
    index: true,
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/now/now-page.tsx'))).NowPage,
    }),
  },
  {
    path: 'causes',
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/causes/causes-page.tsx'))).CausesPage,
    }),
  },
  {
    path: 'pushes',
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/pushes/pushes-page.tsx'))).PushesPage,
    }),
  },
  {
    path: 'pushes/:id',
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/push/push-page.tsx'))).PushPage,
    }),
  },
  {
    path: 'audiences',
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/audiences/audiences-page.tsx')))
        .AudiencesPage,
    }),
  },
  {
    path: 'audiences/:id',
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/audiences/audience-page.tsx')))
        .AudiencePage,
    }),
  },
  {
    path: 'dead-letters',
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/dead-letters/dead-letters-page.tsx')))
        .DeadLettersPage,
    }),
  },
  {
    path: 'replays/:id',
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/dead-letters/replay-page.tsx')))
        .ReplayPage,
    }),
  },
  {
    path: 'unconfirmed',
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/unconfirmed/unconfirmed-page.tsx')))
        .UnconfirmedPage,
    }),
  },
  {
    path: 'users',
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/users/users-page.tsx'))).UsersPage,
    }),
  },
  {
    path: 'users/:appId/:openid',
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/users/user-page.tsx'))).UserPage,
    }),
  },
  {
    path: 'grants',
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/grants/grants-page.tsx'))).GrantsPage,
    }),
  },
  {
    path: 'templates',
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/templates/templates-page.tsx')))
        .TemplatesPage,
    }),
  },
  {
    path: 'templates/:appId/:templateId',
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/templates/template-page.tsx')))
        .TemplatePage,
    }),
  },
  {
    path: 'apps',
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/apps/apps-page.tsx'))).AppsPage,
    }),
  },
  {
    path: 'apps/:appId',
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/apps/app-page.tsx'))).AppPage,
    }),
  },
  {
    path: 'keys',
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/keys/keys-page.tsx'))).KeysPage,
    }),
  },
  {
    path: 'webhooks',
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/webhooks/webhooks-page.tsx')))
        .WebhooksPage,
    }),
  },
  {
    path: 'webhooks/:id',
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/webhooks/endpoint-page.tsx')))
        .EndpointPage,
    }),
  },
  {
    path: 'board',
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/board/board-page.tsx'))).BoardPage,
    }),
  },
  {
    path: 'audit',
    lazy: async () => ({
      Component: (await fetchCode(() => import('../pages/audit/audit-page.tsx'))).AuditPage,
    }),
  },
  { path: '*', Component: NotFoundPage },
];

/** Addresses of the console; the api answers index.html for all of them. */
export function createConsoleRouter() {
  return createBrowserRouter(
    [
      {
        element: (
          <SessionGate>
            <LiveProvider>
              <Shell />
            </LiveProvider>
          </SessionGate>
        ),
        children: pages.map((page): RouteObject => ({ ...page, errorElement: <PageFailure /> })),
        hydrateFallbackElement: <></>,
      },
    ],
    { basename: '/console' },
  );
}
