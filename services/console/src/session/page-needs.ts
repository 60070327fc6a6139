import { matchPath } from 'react-router';
import type { Need } from './session.ts';

/**
 * Every page, by its address below the console's, and what the api wants of who reads it. Whatever leads to a page, the menu
 * and links as well as a typed address, judges by this list.
 */
export const pageNeeds = {
  '/': 'push:read',
  '/causes': 'push:read',
  '/pushes': 'push:read',
  '/pushes/:id': 'push:read',
  '/audiences': 'push:read',
  '/audiences/:id': 'push:read',
  '/dead-letters': 'push:read',
  '/replays/:id': 'operator',
  '/unconfirmed': 'push:read',
  '/users': 'grant:read',
  '/users/:appId/:openid': 'grant:read',
  '/grants': 'grant:read',
  '/templates': 'template:read',
  '/templates/:appId/:templateId': 'template:read',
  // Viewers read names there, which their session has.
  '/apps': 'push:read',
  '/apps/:appId': 'operator',
  '/keys': 'admin',
  '/webhooks': 'push:read',
  '/webhooks/:id': 'push:read',
  '/board': 'queues',
  '/audit': 'operator',
} as const satisfies Record<string, Need>;
export type PagePath = keyof typeof pageNeeds;

/** What the page at this address wants; null: there is no such page. */
export function needOfAddress(address: string): Need | null {
  const { pathname } = new URL(address, 'http://console');
  const path = (Object.keys(pageNeeds) as PagePath[]).find(
    (one) => matchPath(one, pathname) !== null,
  );
  return path === undefined ? null : pageNeeds[path];
}
