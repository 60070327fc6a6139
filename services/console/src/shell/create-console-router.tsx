import type { ComponentType } from 'react';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { SessionGate } from '../session/session-gate.tsx';
import { fetchCode } from '../live/fetch-code.ts';
import { LiveProvider } from '../live/live-context.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { PageFailure } from './page-failure.tsx';
import { Shell } from './shell.tsx';

/** The code of a page is fetched when it is opened for the first time. */
const page =
  <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) =>
  async () => ({ Component: (await fetchCode(load))[name] });

const pages: RouteObject[] = [
  {
    index: true,
    lazy: page(() => import('../pages/now/now-page.tsx'), 'NowPage'),
  },
  {
    path: 'causes',
    lazy: page(() => import('../pages/causes/causes-page.tsx'), 'CausesPage'),
  },
  {
    path: 'pushes',
    lazy: page(() => import('../pages/pushes/pushes-page.tsx'), 'PushesPage'),
  },
  {
    path: 'pushes/:id',
    lazy: page(() => import('../pages/push/push-page.tsx'), 'PushPage'),
  },
  {
    path: 'audiences',
    lazy: page(() => import('../pages/audiences/audiences-page.tsx'), 'AudiencesPage'),
  },
  {
    path: 'audiences/:id',
    lazy: page(() => import('../pages/audiences/audience-page.tsx'), 'AudiencePage'),
  },
  {
    path: 'dead-letters',
    lazy: page(() => import('../pages/dead-letters/dead-letters-page.tsx'), 'DeadLettersPage'),
  },
  {
    path: 'replays/:id',
    lazy: page(() => import('../pages/dead-letters/replay-page.tsx'), 'ReplayPage'),
  },
  {
    path: 'unconfirmed',
    lazy: page(() => import('../pages/unconfirmed/unconfirmed-page.tsx'), 'UnconfirmedPage'),
  },
  {
    path: 'users',
    lazy: page(() => import('../pages/users/users-page.tsx'), 'UsersPage'),
  },
  {
    path: 'users/:appId/:openid',
    lazy: page(() => import('../pages/users/user-page.tsx'), 'UserPage'),
  },
  {
    path: 'grants',
    lazy: page(() => import('../pages/grants/grants-page.tsx'), 'GrantsPage'),
  },
  {
    path: 'templates',
    lazy: page(() => import('../pages/templates/templates-page.tsx'), 'TemplatesPage'),
  },
  {
    path: 'templates/:appId/:templateId',
    lazy: page(() => import('../pages/templates/template-page.tsx'), 'TemplatePage'),
  },
  {
    path: 'apps',
    lazy: page(() => import('../pages/apps/apps-page.tsx'), 'AppsPage'),
  },
  {
    path: 'apps/:appId',
    lazy: page(() => import('../pages/apps/app-page.tsx'), 'AppPage'),
  },
  {
    path: 'keys',
    lazy: page(() => import('../pages/keys/keys-page.tsx'), 'KeysPage'),
  },
  {
    path: 'webhooks',
    lazy: page(() => import('../pages/webhooks/webhooks-page.tsx'), 'WebhooksPage'),
  },
  {
    path: 'webhooks/:id',
    lazy: page(() => import('../pages/webhooks/endpoint-page.tsx'), 'EndpointPage'),
  },
  {
    path: 'board',
    lazy: page(() => import('../pages/board/board-page.tsx'), 'BoardPage'),
  },
  {
    path: 'audit',
    lazy: page(() => import('../pages/audit/audit-page.tsx'), 'AuditPage'),
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
