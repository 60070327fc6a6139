import type { SendFact } from '../audit/audit-facts.ts';
import type { AcceptedPush } from '../load/load-record.ts';
import { quotaApp } from '../plan/chaos-apps.ts';
import type { PlayedFault } from '../stack/play-faults.ts';

export type Recovery = {
  fault: PlayedFault;
  /** From the end of the fault until a push that was accepted after it had gone out; null: none was. */
  flowsAfterMs: number | null;
  /** Pushes with a grant, accepted while it lasted: from its end until the last of nineteen in twenty had gone out. */
  backlogAfterMs: number | null;
};

/** How long each fault was felt, by WeChat's clock of the sends (the simulator runs on this machine). */
export function measureRecovery(input: {
  faults: readonly PlayedFault[];
  accepted: readonly AcceptedPush[];
  sends: readonly SendFact[];
}): Recovery[] {
  const firstSend = new Map<string, number>();
  for (const { tag, at } of input.sends) {
    firstSend.set(tag, Math.min(at, firstSend.get(tag) ?? Infinity));
  }
  return input.faults.map((fault) => {
    const ours = input.accepted
      .filter(({ push, state }) => state === 'queued' && isConcerned(fault, push.app.appId))
      .map(({ push, acceptedAt }) => ({ acceptedAt, sentAt: firstSend.get(push.tag) }));
    const after = ours.flatMap(({ acceptedAt, sentAt }) =>
      acceptedAt >= fault.endedAt && sentAt !== undefined ? [sentAt - fault.endedAt] : [],
    );
    const during = ours.flatMap(({ acceptedAt, sentAt }) =>
      acceptedAt >= fault.beganAt && acceptedAt < fault.endedAt && sentAt !== undefined
        ? [Math.max(0, sentAt - fault.endedAt)]
        : [],
    );
    return {
      fault,
      flowsAfterMs: after.length === 0 ? null : Math.max(0, Math.min(...after)),
      backlogAfterMs: percentile(during, 0.95),
    };
  });
}

const isConcerned = (fault: PlayedFault, appId: string): boolean =>
  (fault.kind === 'wechat-quota') === (appId === quotaApp.appId);

function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}
