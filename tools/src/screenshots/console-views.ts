import type { Page } from 'playwright-core';
import type { Shown } from './seed-showcase.ts';

/** A page of the console, or a dialog on it. */
export type ConsoleView = {
  name: string;
  path: string;
  /** What opens what is to be seen. */
  open?: (page: Page) => Promise<void>;
  /** It stands in the documents. */
  isForDocs?: boolean;
};

const press = (words: RegExp) => async (page: Page) => {
  await page.getByRole('button', { name: words }).first().click();
  await page.getByRole('dialog').locator('.ant-skeleton').waitFor({ state: 'detached' });
};

async function unfoldEvidence(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^(证据|Evidence)$/ })
    .first()
    .click();
  await page.getByText(/^(微信说了什么|What WeChat said)$/).waitFor();
}

export const viewsOf = ({
  appId,
  templateId,
  openid,
  sent,
  audience,
  ready,
  replay,
  endpoint,
}: Shown): ConsoleView[] => [
  { name: 'now', path: '/', isForDocs: true },
  { name: 'causes', path: '/causes', isForDocs: true },
  { name: 'pushes', path: '/pushes' },
  { name: 'push', path: `/pushes/${sent}`, isForDocs: true },
  { name: 'audiences', path: '/audiences' },
  { name: 'audience', path: `/audiences/${audience}` },
  {
    ...{ name: 'audience-preview', path: `/audiences/${ready}` },
    open: press(/^(试算并开始|Preview and start)$/),
  },
  { name: 'dead-letters', path: '/dead-letters' },
  {
    ...{ name: 'replay-preview', path: '/dead-letters', isForDocs: true },
    open: press(/^(预览重放|Preview a replay)$/),
  },
  { name: 'discard', path: '/dead-letters', open: press(/^(放弃…|Discard…)$/) },
  { name: 'replay', path: `/replays/${replay}` },
  { name: 'unconfirmed', path: '/unconfirmed' },
  { name: 'evidence', path: '/unconfirmed', isForDocs: true, open: unfoldEvidence },
  { name: 'verdict', path: '/unconfirmed', open: press(/^(已送达|Delivered)$/) },
  { name: 'users', path: '/users' },
  { name: 'user', path: `/users/${appId}/${openid}`, isForDocs: true },
  { name: 'grants', path: '/grants', isForDocs: true },
  { name: 'templates', path: '/templates' },
  { name: 'template', path: `/templates/${appId}/${templateId}` },
  { name: 'apps', path: '/apps' },
  { name: 'app', path: `/apps/${appId}` },
  {
    ...{ name: 'sending-rules', path: `/apps/${appId}` },
    open: press(/^(修改规则|Change the rules)$/),
  },
  { name: 'keys', path: '/keys' },
  { name: 'webhooks', path: '/webhooks' },
  { name: 'endpoint', path: `/webhooks/${endpoint}` },
  {
    ...{ name: 'board', path: '/board' },
    open: (page) => page.frameLocator('iframe').getByRole('link').first().waitFor(),
  },
  { name: 'audit', path: '/audit' },
];
