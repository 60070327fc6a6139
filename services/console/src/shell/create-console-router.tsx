import type { ComponentType } from 'react';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { pageNeeds, type PagePath } from '../session/page-needs.ts';
import { SessionGate } from '../session/session-gate.tsx';
import { fetchCode } from '../live/fetch-code.ts';
import { LiveProvider } from '../live/live-context.tsx';
import { ForRole } from './for-role.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { PageFailure } from './page-failure.tsx';
import { Shell } from './shell.tsx';

type LoadPage = () => Promise<ComponentType>;

/** The code of a page is fetched when it is opened for the first time. */
const page =
  <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name): LoadPage =>
  async () =>
    (await fetchCode(load))[name];

const pages: Record<PagePath, LoadPage> = {
  '/': page(() => import('../pages/now/now-page.tsx'), 'NowPage'),
  '/causes': page(() => import('../pages/causes/causes-page.tsx'), 'CausesPage'),
  '/pushes': page(() => import('../pages/pushes/pushes-page.tsx'), 'PushesPage'),
  '/pushes/:id': page(() => import('../pages/push/push-page.tsx'), 'PushPage'),
  '/audiences': page(() => import('../pages/audiences/audiences-page.tsx'), 'AudiencesPage'),
  '/audiences/:id': page(() => import('../pages/audiences/audience-page.tsx'), 'AudiencePage'),
  '/dead-letters': page(
    () => import('../pages/dead-letters/dead-letters-page.tsx'),
    'DeadLettersPage',
  ),
  '/replays/:id': page(() => import('../pages/dead-letters/replay-page.tsx'), 'ReplayPage'),
  '/unconfirmed': page(
    () => import('../pages/unconfirmed/unconfirmed-page.tsx'),
    'UnconfirmedPage',
  ),
  '/users': page(() => import('../pages/users/users-page.tsx'), 'UsersPage'),
  '/users/:appId/:openid': page(() => import('../pages/users/user-page.tsx'), 'UserPage'),
  '/grants': page(() => import('../pages/grants/grants-page.tsx'), 'GrantsPage'),
  '/templates': page(() => import('../pages/templates/templates-page.tsx'), 'TemplatesPage'),
  '/templates/:appId/:templateId': page(
    () => import('../pages/templates/template-page.tsx'),
    'TemplatePage',
  ),
  '/apps': page(() => import('../pages/apps/apps-page.tsx'), 'AppsPage'),
  '/apps/:appId': page(() => import('../pages/apps/app-page.tsx'), 'AppPage'),
  '/keys': page(() => import('../pages/keys/keys-page.tsx'), 'KeysPage'),
  '/webhooks': page(() => import('../pages/webhooks/webhooks-page.tsx'), 'WebhooksPage'),
  '/webhooks/:id': page(() => import('../pages/webhooks/endpoint-page.tsx'), 'EndpointPage'),
  '/board': page(() => import('../pages/board/board-page.tsx'), 'BoardPage'),
  '/audit': page(() => import('../pages/audit/audit-page.tsx'), 'AuditPage'),
};

function toRoute(path: PagePath): RouteObject {
  const lazy = async () => {
    const Page = await pages[path]();
    const Component = () => (
      <ForRole need={pageNeeds[path]}>
        <Page />
      </ForRole>
    );
    return { Component };
  };
  return path === '/' ? { index: true, lazy } : { path: path.slice(1), lazy };
}

const routes: RouteObject[] = [
  ...(Object.keys(pages) as PagePath[]).map(toRoute),
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
        children: routes.map((route): RouteObject => ({ ...route, errorElement: <PageFailure /> })),
        hydrateFallbackElement: <></>,
      },
    ],
    { basename: '/console' },
  );
}
