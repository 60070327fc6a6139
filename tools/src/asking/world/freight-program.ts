import type { AskFact } from '@yuexin/domain';

/** What the planner knows of a template whoever the user is, and how gladly people allow it (the share of their usual willingness). */
export type AskedTemplate = Pick<AskFact, 'templateId' | 'title' | 'kind'> & { appeal: number };

/** A page with buttons worth a tap: its share of the taps, and what it wants in stock, as PUT /v1/apps/{appId}/ask-plan has it. */
export type AskedPage = { page: string; share: number; targets: Readonly<Record<string, number>> };

const template = (templateId: string, title: string, appeal: number): AskedTemplate => ({
  ...{ templateId, title, appeal },
  kind: 'one-time',
});

/** The freight platform's mini program: seven templates, one of which nobody is fond of. */
export const templates: readonly AskedTemplate[] = [
  template('matched', '货源匹配提醒', 1),
  template('trip', '运单状态通知', 1),
  template('paid', '运费到账通知', 1),
  template('quote', '报价回复通知', 0.95),
  template('price', '运价变动提醒', 0.8),
  template('papers', '证件到期提醒', 0.9),
  template('news', '活动通知', 0.5),
];

/** Where most visits begin. */
export const homePage: AskedPage = {
  page: 'pages/goods/list',
  share: 0.5,
  targets: { matched: 5, quote: 2, price: 1 },
};

/** What its team would write down without measuring anything: what a page is about, and about as much as a busy week brings. */
export const pages: readonly AskedPage[] = [
  homePage,
  { page: 'pages/trips/detail', share: 0.35, targets: { trip: 5, paid: 2 } },
  { page: 'pages/me/index', share: 0.15, targets: { paid: 2, papers: 1, news: 1 } },
];

/** The three that most pushes are of: the best that "always the same three" can name. */
export const busiestThree = ['trip', 'matched', 'paid'] as const;
