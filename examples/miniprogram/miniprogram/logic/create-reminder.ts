import type { Answered, NotAsked, Yuexin } from '@yuexin/miniprogram';
import { remindView, type RemindState, type RemindView } from './remind-view';

/** What the mini program remembers over restarts. */
export type Memory = { read(name: string): unknown; write(name: string, value: unknown): void };

export type Reminder = {
  /** When a page is shown: a tap cannot wait for the network. `isFromMessage`: a reminder has just brought the user here, so it is used up. */
  prepare(input: { page: string; isFromMessage?: boolean }): Promise<RemindView>;
  /** In the tap of the button that says "remind me": the user wants it, so it is asked for whatever was refused before. */
  remindMe(page: string): Promise<RemindView>;
  /** In a tap that is about something else: asks for what presses, at most once a day, and not after a "not this time" of today. */
  askAlong(page: string): Promise<void>;
};

const dayMs = 86_400_000;
/** What wx.requestSubscribeMessage takes at once on every client. */
const mostAtOnce = 3;

/** The endless loop of one-time subscriptions, with taste: at moments of value, explained, never nagging. */
export function createReminder(deps: {
  yuexin: Pick<Yuexin, 'prepareAsk' | 'askForGrants' | 'readSettings' | 'waitingReports'>;
  /** How often the planner could not be reached so far: a plan was then the one before, and knows of nothing since. */
  plansMissed: () => number;
  memory: Memory;
  matchedTemplateId: string;
  nowMs: () => number;
}): Reminder {
  const { yuexin, plansMissed, memory, matchedTemplateId, nowMs } = deps;
  const plans = new Map<string, string[]>();
  let timesAllowed = 0;
  let state: RemindState = memory.read('reminded') === true ? 'on' : 'off';

  const enter = (next: RemindState): RemindView => {
    state = next;
    if (next === 'on') timesAllowed += 1;
    memory.write('reminded', next === 'on');
    return remindView(next);
  };
  const isQuietToday = (): boolean => {
    const quietSince = memory.read('quiet-since');
    return typeof quietSince === 'number' && nowMs() - quietSince < dayMs;
  };
  const keepQuiet = (): void => memory.write('quiet-since', nowMs());

  return {
    async prepare({ page, isFromMessage = false }) {
      const before = { missed: plansMissed(), allowed: timesAllowed };
      const [planned, settings] = await Promise.all([
        yuexin.prepareAsk(page),
        yuexin.readSettings(),
      ]);
      plans.set(page, planned);
      const isBlocked =
        settings !== null &&
        (!settings.mainSwitch || settings.rejected.includes(matchedTemplateId));
      if (isBlocked) return enter('blocked');
      if (state !== 'on') return enter('off');
      // Allowed while this was under way: neither the message nor the plan knows of it.
      if (timesAllowed !== before.allowed) return remindView('on');
      // Who reads the message in WeChat comes back by the icon: only the planner knows then that it is used up, unless what was allowed is
      // not reported yet. This nags nobody: the card has its button again, and nothing opens before it is tapped.
      const isPlanNew = plansMissed() === before.missed && yuexin.waitingReports() === 0;
      const isUsedUp = isFromMessage || (isPlanNew && planned.includes(matchedTemplateId));
      return isUsedUp ? enter('off') : remindView('on');
    },
    async remindMe(page) {
      const planned = plans.get(page) ?? [];
      // A plan is of one kind and without equal titles; what is not in it may not fit to it.
      const others = planned.includes(matchedTemplateId)
        ? planned.filter((id) => id !== matchedTemplateId)
        : [];
      const templateIds = [matchedTemplateId, ...others].slice(0, mostAtOnce);
      const answer = await yuexin.askForGrants({ page, templateIds });
      const next = stateAfter(answer, matchedTemplateId) ?? state;
      if (next === 'later') keepQuiet();
      return enter(next);
    },
    async askAlong(page) {
      if (isQuietToday() || (plans.get(page) ?? []).length === 0) return;
      keepQuiet();
      const answer = await yuexin.askForGrants({ page });
      if (answer.kind === 'answered' && answer.accepted.includes(matchedTemplateId)) enter('on');
    },
  };
}

/** Null: nothing was learned, as after a double tap. */
function stateAfter(answer: Answered | NotAsked, templateId: string): RemindState | null {
  if (answer.kind === 'answered') {
    if (answer.accepted.includes(templateId)) return 'on';
    return answer.results[templateId] === 'ban' ? 'blocked' : 'later';
  }
  if (answer.reason === 'busy') return null;
  return answer.reason === 'switched-off' ? 'blocked' : 'failed';
}
