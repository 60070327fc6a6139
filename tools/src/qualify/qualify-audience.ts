import { openBenchServers } from '../bench/servers/open-bench-servers.ts';
import { openYuexin } from '../bench/yuexin/open-yuexin.ts';
import { waitUntilSettled } from '../bench/yuexin/wait-until-settled.ts';
import { whenAborted } from '../chaos/when-aborted.ts';
import { createAudienceCaller, type Audience } from './audience-caller.ts';
import { faultyFile, linesOf } from './audience-file.ts';
import { prepare, waitForSends, waitForTurns, type AudienceRun } from './audience-run.ts';
import { createClaims } from './claims.ts';
import { compareWays } from './compare-ways.ts';
import { findFaults } from './find-faults.ts';
import { readPeakMb } from './read-peak-mb.ts';
import { gigabytes, sendGigabyte } from './send-gigabyte.ts';

/** Of the api, whatever it is sent. */
const PEAK_MB = 250;

/**
 * Gigabytes are refused, wrong lines told, 100,000 recipients brought, and the worker is killed while it makes the pushes. True when
 * every claim held. `isCompared`: also the rate, beside that of pushes by POST /v1/pushes/batch. Ends by itself where something does
 * not go on: that is a claim that did not hold.
 */
export async function qualifyAudience(input: {
  folder: string;
  recipients: number;
  isCompared: boolean;
  leaving: AbortSignal;
  print: (line: string) => void;
}): Promise<boolean> {
  const { folder, recipients, isCompared, leaving, print } = input;
  const claims = createClaims(print);
  const servers = await openBenchServers(folder);
  try {
    const stage = { servers, folder, say: print, isProfiled: false };
    const env = { SEND_TIMEOUT_MS: '2000', RECONCILE_WINDOW_MS: '5000' };
    const yuexin = await openYuexin(stage, { name: 'audience', env });
    try {
      const { apiUrl, callerKey: key, appIds } = yuexin;
      const caller = createAudienceCaller({ apiUrl, key, appId: appIds[0] });
      const run = { yuexin, servers, caller, claims, leaving, print };
      await Promise.race([play(run, { recipients, isCompared }), whenAborted(leaving)]);
    } catch (error) {
      const why: unknown = leaving.aborted ? leaving.reason : error;
      claims.add({ says: 'the run comes to its end', isMet: false, seen: sayError(why) });
    } finally {
      await yuexin.stop();
    }
  } finally {
    await servers.stop();
  }
  return claims.judge();
}

async function play(
  run: AudienceRun,
  { recipients, isCompared }: { recipients: number; isCompared: boolean },
): Promise<void> {
  await sendToAll(run, recipients);
  if (isCompared) await compareWays(run);
  else run.print('The rate was not looked at: --compare does.');
}

async function sendToAll(run: AudienceRun, recipients: number): Promise<void> {
  const { yuexin, caller, claims, print } = run;
  const startedMs = Date.now();
  await prepare(run, recipients);
  const peakMb = (): number => readPeakMb(yuexin.api.pid);
  print(`ready after ${seconds(startedMs)} s; at rest the api had ${peakMb().toFixed(0)} MB`);
  await refuseGigabytes(run);
  await tellFaultyLines(run);
  const broughtMs = Date.now();
  const audience = await caller.bring((await caller.make()).id, linesOf(recipients));
  print(`${String(audience.recipients)} recipients brought in ${seconds(broughtMs)} s`);
  const previewedMs = Date.now();
  const { wouldSend, grantsSpent } = await caller.preview(audience.id);
  claims.add({
    says: 'the preview counts everybody',
    isMet: wouldSend === recipients && grantsSpent === recipients,
    seen: `${String(wouldSend)} sent for ${String(grantsSpent)} grants, in ${seconds(previewedMs)} s`,
  });
  claims.add({
    says: `the api stays under ${String(PEAK_MB)} MB until all are accepted`,
    isMet: peakMb() < PEAK_MB,
    seen: `${peakMb().toFixed(1)} MB at its peak`,
  });
  await caller.start(audience.id);
  await killInTheMiddle(run, audience);
  await audit(run, audience.id, recipients);
  print(`the api's peak by then: ${peakMb().toFixed(0)} MB`);
}

/** Neither leaves anything behind. */
async function refuseGigabytes({ yuexin, caller, claims }: AudienceRun): Promise<void> {
  const { apiUrl, callerKey: key } = yuexin;
  for (const [name, piece] of Object.entries(gigabytes)) {
    const { id } = await caller.make();
    const { status, sentMb } = await sendGigabyte({ apiUrl, key, audienceId: id, piece });
    const { state, recipients } = await caller.get(id);
    claims.add({
      says: `${name} is refused, and nothing of it is kept`,
      isMet: status === 413 && state === 'open' && recipients === 0,
      seen: `${String(status)} after ${String(sentMb)} MB; ${state}, ${String(recipients)} recipients`,
    });
  }
}

async function tellFaultyLines({ caller, claims }: AudienceRun): Promise<void> {
  const { id } = await caller.make();
  const { recipients } = await caller.bring(id, faultyFile.text);
  const told = await caller.readLeftOut(id);
  claims.add({
    says: 'what is wrong is told line by line',
    isMet: recipients === faultyFile.recipients && told.join() === faultyFile.told.join(),
    seen: told.join(', '),
  });
}

/** SIGKILL, when a third of the pushes are made; another worker goes on. */
async function killInTheMiddle(run: AudienceRun, { id, recipients }: Audience): Promise<void> {
  const { yuexin, caller, claims, print } = run;
  await waitForTurns(run, { id }, Math.ceil(recipients / 3));
  for (const worker of yuexin.workers) worker.kill('SIGKILL');
  await Promise.all(yuexin.workers.map(({ ended }) => ended));
  const { state, progress } = await caller.get(id);
  claims.add({
    says: 'the worker is killed in the middle',
    isMet: state === 'running' && progress.accepted > 0 && progress.accepted < recipients,
    seen: `${state}, ${String(progress.accepted)} of ${String(recipients)} accepted`,
  });
  run.leaving.throwIfAborted();
  const startedMs = Date.now();
  await yuexin.startWorker();
  const end = await waitForTurns(run, { id }, recipients);
  print(
    `all had their turn ${seconds(startedMs)} s after the kill: ${String(end.accepted)} accepted`,
  );
}

async function audit(run: AudienceRun, audienceId: string, recipients: number): Promise<void> {
  const { yuexin, servers, caller, claims } = run;
  // Where they did not all come, what is missing is told all the same.
  const late = await waitForSends(run, recipients)
    .then(() => waitUntilSettled(yuexin.sql))
    .then(
      () => [],
      (error: unknown) => [sayError(error)],
    );
  const { all } = await servers.upstream.read();
  const { lost, doubled } = await findFaults({ sql: yuexin.sql, bizId: audienceId, recipients });
  const { state } = await caller.get(audienceId);
  const missing = [...late, ...(state === 'done' ? [] : [`the audience is ${state}`]), ...lost];
  claims.add({
    says: 'none is lost',
    isMet: missing.length === 0,
    seen: missing.join('; ') || `${String(recipients)} pushes, each to another user, all sent`,
  });
  claims.add({
    says: 'none is doubled',
    isMet: all.count <= recipients && doubled.length === 0,
    seen: [`${String(all.count)} calls of the upstream`, ...doubled].join('; '),
  });
}

const sayError = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const seconds = (sinceMs: number): string => ((Date.now() - sinceMs) / 1_000).toFixed(1);
