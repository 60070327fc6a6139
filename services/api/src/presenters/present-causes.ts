import { explainCause } from '@yuexin/domain';
import type { CauseCount, CausesOfSpan } from '@yuexin/storage';

/** `refused 47003`, `dead template-data-invalid 47003`: what a cause is called in spans. */
const nameOf = ({ kind, reason, errcode }: CauseCount): string =>
  [kind, reason, errcode].filter((part) => part !== null).join(' ');

/** Causes with their sums, most first, and how often each came in each span. */
export function presentCauses({ counts, accepted, sent }: CausesOfSpan) {
  const causes = new Map<string, CauseCount>();
  const spans = new Map<string, Record<string, number>>();
  for (const count of counts) {
    const name = nameOf(count);
    const known = causes.get(name);
    causes.set(name, { ...count, times: count.times + (known?.times ?? 0) });
    const at = count.span.toISOString();
    spans.set(at, { ...spans.get(at), [name]: count.times });
  }
  return {
    ...{ accepted, sent },
    causes: [...causes]
      .map(([name, { kind, reason, errcode, times }]) => ({
        ...{ name, kind, reason, errcode, times },
        ...explainCause({ kind, reason, errcode }),
      }))
      .sort((one, other) => other.times - one.times || one.name.localeCompare(other.name)),
    spans: [...spans].map(([at, times]) => ({ at, times })),
  };
}
