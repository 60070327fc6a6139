import { flowMax, type GrantFlow } from '@yuexin/storage';

/** Figures of grants as they are told: counts with their caps, lives as one row for all templates, answers page by page. */
export function presentGrantFlow({ templates, asks, spans }: GrantFlow) {
  return {
    templates: templates.map(({ templateId, available, parked, oldestParkedAt, ...flow }) => ({
      ...{ templateId, obtained: flow.obtained, spent: flow.spent, voided: flow.voided },
      ...{ available: Math.min(available, flowMax), isAvailableCapped: available > flowMax },
      ...{ parked: Math.min(parked, flowMax), isParkedCapped: parked > flowMax },
      oldestParkedAt: oldestParkedAt?.toISOString() ?? null,
    })),
    life: presentLife(templates.map(({ life }) => life)),
    asks: presentAsks(asks),
    spans: spans.map(({ span, ...counts }) => ({ at: span.toISOString(), ...counts })),
  };
}

function presentLife(lives: readonly Record<string, number>[]) {
  const times = new Map<number | null, number>();
  for (const life of lives)
    for (const [end, count] of Object.entries(life)) {
      const upToSeconds = end === 'longer' ? null : Number(end);
      times.set(upToSeconds, (times.get(upToSeconds) ?? 0) + count);
    }
  return [...times]
    .map(([upToSeconds, count]) => ({ upToSeconds, times: count }))
    .sort((one, other) => (one.upToSeconds ?? Infinity) - (other.upToSeconds ?? Infinity));
}

type Asks = { page: string; asked: number } & Record<Answer, number>;
type Answer = 'accepted' | 'rejected' | 'banned' | 'filtered';

const answerOf = (result: string): Answer => {
  if (result.startsWith('accept')) return 'accepted';
  if (result === 'ban') return 'banned';
  return result === 'filter' ? 'filtered' : 'rejected';
};

function presentAsks(answers: GrantFlow['asks']): Asks[] {
  const pages = new Map<string, Asks>();
  for (const { page, result, times } of answers) {
    const none = { page, asked: 0, accepted: 0, rejected: 0, banned: 0, filtered: 0 };
    const known = pages.get(page) ?? none;
    const answer = answerOf(result);
    pages.set(page, { ...known, asked: known.asked + times, [answer]: known[answer] + times });
  }
  return [...pages.values()].sort(
    (one, other) => other.asked - one.asked || one.page.localeCompare(other.page),
  );
}
