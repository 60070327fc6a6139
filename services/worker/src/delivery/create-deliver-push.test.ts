import { describe, expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import type { ClaimResult, Settlement } from '@yuexin/storage';
import { createMetrics } from '@yuexin/telemetry';
import type { SentReply } from '@yuexin/wechat-client';
import { createSemaphore } from '../flow/create-semaphore.ts';
import { recordLog } from '../test-support/record-log.ts';
import { buildClaimedPush } from '../test-support/sample-push.ts';
import { standClock } from '../test-support/stand-clock.ts';
import { createWorkerMetrics } from '../worker-metrics.ts';
import { createDeliverPush } from './create-deliver-push.ts';
import type { TokenReadiness } from './create-ready-token.ts';
import { createWechatGate } from './create-wechat-gate.ts';
import { createReportAttempt } from './report-attempt.ts';
import { createSendSignals } from './send-signals.ts';

const job = {
  ...{ appId: 'wx1', pushId: '018f0000-0000-7000-8000-000000000001', cycle: 0 },
  wait: { isDelayed: false, ms: 40 },
  hasTrace: false,
};
const accepted: SentReply = {
  outcome: { kind: 'accepted', msgid: '3248682510344192008' },
  httpStatus: 200,
  errmsg: 'ok',
  durationMs: 40,
};
const busy: SentReply = {
  outcome: { kind: 'refused', errcode: -1, errmsg: 'system error', rid: '1-2-3' },
  httpStatus: 200,
  errmsg: 'system error',
  durationMs: 40,
};

type Given = { claim: () => Promise<ClaimResult>; reply?: SentReply; token?: TokenReadiness };

const setUp = (input: Given) => {
  const clock = standClock();
  const logger = recordLog();
  const metrics = createWorkerMetrics(createMetrics({ service: 'test' }));
  const settlements: Settlement[] = [];
  const refusals: unknown[] = [];
  const proofs: unknown[] = [];
  const stopTaking = new AbortController();
  const counts = { claims: 0, sends: 0 };
  const circuit: string[] = [];
  const gate = createWechatGate({
    ...{ clock, random: () => 1, stopTaking: stopTaking.signal },
    news: {
      opened: (_appId, { forMs }) => void circuit.push(`opened for ${forMs}`),
      answered: () => void circuit.push('answered'),
    },
  });
  const handle = createDeliverPush({
    gate,
    readyToken: () => Promise.resolve(input.token ?? { kind: 'ready' }),
    claimPush: {
      claim: async () => {
        counts.claims += 1;
        const result = await input.claim();
        const at = new Date(clock.now().getTime() + 10_000);
        return { result, deadline: { at, monotonicMs: clock.monotonicMs() + 10_000 } };
      },
    },
    settleAttempt: {
      settle: (settlement) => {
        settlements.push(settlement);
        const { pushId, attemptId, decision } = settlement;
        const { state } = decision;
        return Promise.resolve({ pushId, attemptId, isSuperseded: false, state });
      },
    },
    applyEffects: () => Promise.resolve(),
    reportAttempt: createReportAttempt({ logger, metrics, clock }),
    tokens: {
      get: () => Promise.resolve({ accessToken: 'the-token', generation: 7 }),
      refused: (refusal) => {
        refusals.push(refusal);
        return Promise.resolve();
      },
      worked: (proof) => proofs.push(proof),
    },
    wechat: {
      sendSubscribeMessage: () => {
        counts.sends += 1;
        return Promise.resolve(input.reply ?? accepted);
      },
    },
    sendSignals: createSendSignals({ clock }),
    places: createSemaphore(10),
    spans: { attempt: (_, work) => work(null) },
    stopTaking: stopTaking.signal,
    isNews: () => true,
    clock,
    random: () => 0.5,
    logger,
    metrics,
  });
  return {
    ...{ handle, settlements, refusals, proofs, logger, counts, stopTaking, circuit, clock },
  };
};
const claimed = (): Promise<ClaimResult> =>
  Promise.resolve({ kind: 'claimed', push: buildClaimedPush() });

describe('createDeliverPush', () => {
  test('when WeChat accepts, then the push is settled as sent, the job is complete and one line tells', async () => {
    const { handle, settlements, logger } = setUp({ claim: claimed });
    await expect(handle(job)).resolves.toEqual({ kind: 'complete' });
    expect(settlements).toHaveLength(1);
    expect(settlements[0]).toMatchObject({
      attemptNumber: 1,
      outcome: accepted.outcome,
      tokenGeneration: 7,
      durationMs: 40,
      decision: { state: 'sent', grantEffect: 'spend' },
    });
    expect(logger.lines).toEqual([
      {
        level: 'info',
        message: 'push ended',
        fields: expect.objectContaining({ state: 'sent', errcode: 0, attempts: 1, reason: null }),
      },
    ]);
  });

  test('when WeChat is busy, then the push is settled to come back, and the job is complete: the back-off is the database’s', async () => {
    const { handle, settlements } = setUp({ claim: claimed, reply: busy });
    await expect(handle(job)).resolves.toEqual({ kind: 'complete' });
    expect(settlements[0]!.decision).toMatchObject({ state: 'retrying', grantEffect: 'release' });
  });

  test('when WeChat refuses the token, then the source is told which generation and when the attempt began', async () => {
    const outcome = { kind: 'refused', errcode: 40001, errmsg: 'invalid', rid: null } as const;
    const { handle, refusals } = setUp({ claim: claimed, reply: { ...busy, outcome } });
    await handle(job);
    const startedAt = new Date('2026-01-05T08:00:00.000Z');
    const appId = buildClaimedPush().appId;
    expect(refusals).toEqual([{ appId, generation: 7, errcode: 40001, startedAt }]);
  });

  test('when WeChat accepts, then the token source is told that the token works; when it is busy, then not', async () => {
    const startedAt = new Date('2026-01-05T08:00:00.000Z');
    const good = setUp({ claim: claimed });
    await good.handle(job);
    const appId = buildClaimedPush().appId;
    expect(good.proofs).toEqual([{ appId, generation: 7, startedAt }]);
    const silent = setUp({ claim: claimed, reply: busy });
    await silent.handle(job);
    expect(silent.proofs).toEqual([]);
  });

  test('when the claim finds it expired, then it is not sent, and its end is told in one line all the same', async () => {
    const { handle, counts, logger } = setUp({
      claim: () => Promise.resolve({ kind: 'moved', state: 'expired' }),
    });
    await expect(handle(job)).resolves.toEqual({ kind: 'complete' });
    expect(counts.sends).toBe(0);
    expect(logger.lines).toMatchObject([
      { level: 'info', message: 'push ended', fields: { pushId: job.pushId, state: 'expired' } },
    ]);
  });

  test('when the same job comes twice, then the second claim finds it gone and nothing is sent', async () => {
    let claims = 0;
    const { handle, counts } = setUp({
      claim: () => ((claims += 1) === 1 ? claimed() : Promise.resolve({ kind: 'gone' })),
    });
    await handle(job);
    await expect(handle(job)).resolves.toEqual({ kind: 'complete' });
    expect(counts.sends).toBe(1);
  });

  test('when WeChat is not there, then five attempts find out, and the jobs after them come back without a claim', async () => {
    const outcome = { kind: 'not-sent', cause: 'connect: ECONNREFUSED' } as const;
    const { handle, counts, circuit, clock } = setUp({
      claim: claimed,
      reply: { ...busy, outcome },
    });
    for (let count = 0; count < 5; count += 1) await handle(job);
    expect(circuit).toEqual(['opened for 1000']);
    expect(await handle(job)).toEqual({ kind: 'later', delayMs: 1_250 });
    expect(counts).toEqual({ claims: 5, sends: 5 });
    clock.advance(1_000);
    await handle(job);
    expect(counts).toEqual({ claims: 6, sends: 6 });
    expect(circuit).toEqual(['opened for 1000', 'opened for 2000']);
  });

  test('when there is no token, then nothing is claimed and the job comes back; an endpoint that is not there opens the circuit', async () => {
    const token = { kind: 'not-ready', forMs: 1_000, news: 'unreachable' } as const;
    const { handle, counts, circuit } = setUp({ claim: claimed, token });
    for (let count = 0; count < 5; count += 1) {
      expect(await handle(job)).toEqual({ kind: 'later', delayMs: 1_250 });
    }
    expect(counts).toEqual({ claims: 0, sends: 0 });
    expect(circuit).toEqual(['opened for 1000']);
  });

  test('when the database is away, then the job comes back in seconds and that is no error', async () => {
    const away = new AppError('unavailable', { message: 'PostgreSQL does not answer' });
    const { handle, logger } = setUp({ claim: () => Promise.reject(away) });
    const fate = await handle(job);
    expect(fate.kind === 'later' && fate.delayMs >= 1_000 && fate.delayMs <= 5_000).toBe(true);
    expect(logger.lines.map(({ level }) => level)).toEqual(['warn']);
  });

  test('when the claim of this one failed, then it comes back alone', async () => {
    const error = new AppError('internal-error', { message: 'SQLSTATE 22003' });
    const { handle } = setUp({ claim: () => Promise.resolve({ kind: 'failed', error }) });
    expect((await handle(job)).kind).toBe('later');
  });

  test('when the process stops taking, then a job in hand goes back without a claim', async () => {
    const { handle, counts, stopTaking } = setUp({ claim: claimed });
    stopTaking.abort();
    await expect(handle(job)).resolves.toEqual({ kind: 'later', delayMs: 0 });
    expect(counts.claims).toBe(0);
  });
});
