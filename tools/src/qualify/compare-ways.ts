import { startCpuClock } from '../bench/cpu/start-cpu-clock.ts';
import { monotonicMs } from '../bench/upstream/send-tally.ts';
import { acceptPushes } from '../bench/yuexin/accept-pushes.ts';
import { waitUntilSettled } from '../bench/yuexin/wait-until-settled.ts';
import { linesOf } from './audience-file.ts';
import { prepare, waitForSends, type AudienceRun } from './audience-run.ts';

type Way = 'batch' | 'audience';
/** Pushes a second to the last event, and to the last send; microseconds of CPU a push. */
type Measured = { rate: number; sent: number; us: number };

const COMPARED = 20_000;
const ROUNDS = 9;
/** Of the plain pipeline's rate. */
const LEAST = 0.9;

/**
 * The same pushes by POST /v1/pushes/batch and by an audience, in turns: pushes a second and what a push costs in processor time, both
 * from the first request, be it of an upload, until all are sent and all their events are in. Not from send to send: a batch is
 * accepted while little goes out and leaves its events for later, an audience does all of it at once, and both are work.
 */
export async function compareWays(run: AudienceRun): Promise<void> {
  const [appId] = run.yuexin.appIds;
  const { apiUrl, callerKey: key } = run.yuexin;
  const ways: Record<Way, () => Promise<void>> = {
    batch: () => acceptPushes({ apiUrl, key, appId, count: COMPARED }),
    audience: async () => {
      const { id } = await run.caller.make();
      await run.caller.bring(id, linesOf(COMPARED));
      await run.caller.start(id);
    },
  };
  const order: Way[] = ['batch', 'audience'];
  // Not counted: compiles what is hot, fills pools and caches.
  for (const way of order) await measure(run, ways[way]);
  const all: Record<Way, Measured[]> = { batch: [], audience: [] };
  for (let round = 1; round <= ROUNDS; round += 1) {
    // Neither is always the one that finds the tables as the other left them.
    for (const way of round % 2 === 0 ? order.toReversed() : order) {
      const measured = await measure(run, ways[way]);
      all[way].push(measured);
      const { rate, sent, us } = measured;
      run.print(
        `${way}: ${rate.toFixed(0)} pushes/s, ${sent.toFixed(0)} to the last send, ${us.toFixed(0)} us of CPU a push`,
      );
    }
  }
  tell(run, all);
}

/** A round's ways ran side by side: what the machine did meanwhile met both, so each round has a ratio of its own. */
function tell({ claims, print }: AudienceRun, all: Record<Way, Measured[]>): void {
  const median = (figures: number[]): number =>
    figures.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
  const ratio = (name: keyof Measured): number =>
    median(all.audience.map((one, at) => one[name] / (all.batch[at]?.[name] ?? 0)));
  const ofRounds = `median of ${String(ROUNDS)} rounds`;
  print(`CPU of a push, audience / batch: ${ratio('us').toFixed(2)} (${ofRounds})`);
  print(`rate to the last send only, audience / batch: ${ratio('sent').toFixed(2)} (${ofRounds})`);
  const [own, plain] = [all.audience, all.batch].map((ones) =>
    median(ones.map(({ rate }) => rate)),
  );
  claims.add({
    says: `from the first request to the last event an audience has no less than ${String(LEAST)} of the plain pipeline's rate`,
    isMet: ratio('rate') >= LEAST,
    seen: `${ratio('rate').toFixed(2)}, ${ofRounds}; ${own?.toFixed(0) ?? ''} and ${plain?.toFixed(0) ?? ''} pushes/s`,
  });
}

async function measure(run: AudienceRun, way: () => Promise<void>): Promise<Measured> {
  const { yuexin, servers } = run;
  await prepare(run, COMPARED);
  const { api, workers } = yuexin;
  // The first of the workers was killed.
  const own = { worker: workers.slice(-1).map(({ pid }) => pid), api: [api.pid] };
  // The upstream is WeChat's.
  const readCpu = startCpuClock({ ...servers.processes(), upstream: [], ...own });
  const startMs = monotonicMs();
  await way();
  const { all } = await waitForSends(run, COMPARED);
  await waitUntilSettled(yuexin.sql);
  const seconds = (monotonicMs() - startMs) / 1_000;
  const us = Object.values(readCpu(COMPARED)).reduce((sum, one) => sum + one, 0);
  const sent = (COMPARED * 1_000) / (all.lastAtMs - startMs);
  return { rate: COMPARED / seconds, sent, us };
}
