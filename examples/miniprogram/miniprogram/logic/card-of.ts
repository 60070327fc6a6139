import type { RemindView } from './remind-view';

/** The reminder's card as a page's data. Where there is nothing to ask for, it has no button. */
export const cardOf = (remind: RemindView) => ({
  remind,
  isBlocked: remind.state === 'blocked',
  canAsk: remind.state !== 'blocked' && remind.button !== '',
});
