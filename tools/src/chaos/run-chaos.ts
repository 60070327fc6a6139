import { setMaxListeners } from 'node:events';
import { auditRun, hasFindings, type Audit } from './audit/audit-run.ts';
import { readAuditFacts } from './audit/read-audit-facts.ts';
import type { AuditFacts, Finding } from './audit/audit-facts.ts';
import { findIdle } from './audit/find-idle.ts';
import { createLoadParties, openMiniPrograms, type LoadParties } from './create-load-parties.ts';
import { createTrickle, SPARE_PEOPLE } from './create-trickle.ts';
import { giveVerdicts, type Verdicts } from './give-verdicts.ts';
import { playLoad } from './load/play-load.ts';
import type { ChaosPlan } from './plan/draw-plan.ts';
import { leaseMs } from './plan/chaos-profile.ts';
import { createSeededRandom } from './plan/seeded-random.ts';
import { openChaosStack, type ChaosStack } from './stack/open-chaos-stack.ts';
import { playFaults, type PlayedFault } from './stack/play-faults.ts';
import { seedWechat, seedYuexin, type Person } from './stack/seed-chaos-apps.ts';
import { createWechatFaults, type WechatFaults } from './stack/wechat-faults.ts';
import { whenAborted } from './when-aborted.ts';
import { waitUntilQuiet, type Quiet } from './wait-until-quiet.ts';

export type ChaosOutcome = {
  faults: readonly PlayedFault[];
  wechatHits: ReadonlyMap<string, number>;
  parties: LoadParties;
  facts: AuditFacts;
  first: Audit;
  verdicts: Verdicts;
  final: Audit;
  /** Where the run proves nothing because nothing was tried. */
  idle: readonly Finding[];
  quiet: Quiet;
  crashes: readonly string[];
  loadMs: number;
  databaseUrl: string;
};

/** Clients go on asking this long after the load: what is not answered then, never is. */
const ANSWER_LIMIT_MS = 60_000;
const QUIET_LIMIT_MS = 120_000;

type Run = {
  plan: ChaosPlan;
  stack: ChaosStack;
  people: readonly Person[];
  parties: LoadParties;
  wechat: WechatFaults;
  say: (line: string) => void;
};

/** One run of a plan against a stack of its own, which is still up when `look` is called with what came of it. */
export async function runChaos(input: {
  plan: ChaosPlan;
  dataRoot: string;
  /** Aborted, the stack is stopped and the run rejects. */
  leaving: AbortSignal;
  say: (line: string) => void;
  look: (outcome: ChaosOutcome) => Promise<void>;
}): Promise<void> {
  const { plan, dataRoot, say } = input;
  say('Starting PostgreSQL, Redis, api, three workers and the WeChat simulator …');
  const stack = await openChaosStack({ profile: plan.profile, dataRoot, stallMs: plan.stallMs });
  const giveUp = new AbortController();
  // Every request that waits for its next try listens.
  setMaxListeners(0, giveUp.signal);
  try {
    const people = await seedWechat({
      simulatorUrl: stack.simulatorUrl,
      eventUrl: (app) => `${stack.apiUrl}/v1/wechat/${app.appId}/events`,
      users: plan.profile.users + SPARE_PEOPLE,
      seed: plan.seed,
    });
    await seedYuexin(stack);
    const parties = createLoadParties({ stack, people, seed: plan.seed, giveUp: giveUp.signal });
    await openMiniPrograms({ ...parties, people: people.length, seed: plan.seed });
    const wechat = createWechatFaults(stack.simulatorUrl);
    const run = { plan, stack, people, parties, wechat, say };
    await input.look(await Promise.race([carryOut(run, giveUp), whenAborted(input.leaving)]));
  } finally {
    giveUp.abort();
    await stack.stop();
  }
}

async function carryOut(run: Run, giveUp: AbortController): Promise<ChaosOutcome> {
  const { plan, stack, parties, wechat, say } = run;
  const startAt = Date.now();
  await wechat.beginLasting();
  const limitMs = plan.profile.seconds * 1_000 + ANSWER_LIMIT_MS;
  const timer = setTimeout(() => giveUp.abort(), limitMs);
  const [faults] = await Promise.all([
    playFaults({ plan: plan.faults, startAt, stack, wechat, say }),
    playLoad({ plan: plan.load, startAt, ...parties }),
  ]);
  clearTimeout(timer);
  const loadMs = Date.now() - startAt;
  await wechat.clear();
  say(`The load is over after ${(loadMs / 1_000).toFixed(1)} s; waiting until all is quiet …`);
  const trickle = createTrickle({ ...parties, firstSpare: plan.profile.users, seed: plan.seed });
  const quiet = await becomeQuiet(run, trickle);
  const facts = await readFacts(run);
  const first = auditRun(facts, false);
  const random = createSeededRandom(plan.seed, 'verdicts');
  const verdicts = await giveVerdicts({ ...stack, facts, random, mayResend: true });
  const after = await becomeQuiet(run, trickle);
  // A grant that a verdict counted on may have gone to another push meanwhile: then a person is asked once more.
  const doubted = await readFacts(run);
  const again = await giveVerdicts({ ...stack, facts: doubted, random, mayResend: false });
  if (again.delivered + again.dead > 0) await becomeQuiet(run, trickle);
  const final = await readFacts(run);
  return {
    ...{
      faults,
      parties,
      facts: final,
      first,
      verdicts: sumOf(verdicts, again),
      crashes: stack.crashes,
      loadMs,
    },
    wechatHits: wechat.hits(),
    final: auditRun(final, true),
    idle: findIdle({
      accepted: parties.record.accepted(),
      sends: final.sends,
      counts: parties.record.counts(),
    }),
    quiet: { isQuiet: quiet.isQuiet && after.isQuiet, tookMs: quiet.tookMs },
    databaseUrl: stack.databaseUrl,
  };
}

const sumOf = (one: Verdicts, other: Verdicts): Verdicts => ({
  delivered: one.delivered + other.delivered,
  resend: one.resend + other.resend,
  dead: one.dead + other.dead,
});

const becomeQuiet = (run: Run, trickle: () => Promise<void>): Promise<Quiet> =>
  waitUntilQuiet({
    ...run.stack,
    settleMs: run.plan.profile.reconcileWindowMs + leaseMs(run.plan.profile),
    limitMs: QUIET_LIMIT_MS,
    trickle,
  });

const readFacts = ({ stack, people, parties }: Run): Promise<AuditFacts> =>
  readAuditFacts({ ...stack, people, record: parties.record });

/** Nobody ended by himself, all came to rest, something was tried, and no rule found a row that breaks it. */
export const isHeld = (
  outcome: Pick<ChaosOutcome, 'crashes' | 'quiet' | 'idle' | 'first' | 'final'>,
): boolean =>
  outcome.crashes.length === 0 &&
  outcome.quiet.isQuiet &&
  outcome.idle.length === 0 &&
  !hasFindings(outcome.first) &&
  !hasFindings(outcome.final);
