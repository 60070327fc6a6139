import { describe, expect, test } from '@jest/globals';
import { judgePublicUrl, judgeReadiness, judgeWechat, type Answer } from './judge-answer.ts';
import { judgeConfiguration } from './judge-configuration.ts';
import { judgeDrift, judgeQueueSize } from './judge-drift.ts';
import { judgeProcesses } from './judge-processes.ts';

const answered = (status: number, body = ''): Answer => ({
  ...{ status, body, clockAheadMs: 0, tookMs: 31.4 },
});

describe('configuration', () => {
  const right = {
    problems: [],
    masterKeys: [Buffer.alloc(32)],
    ...{ wechatApiBaseUrl: 'https://api.weixin.qq.com', publicUrl: 'https://push.example.com' },
    isPrivateWebhookAllowed: false,
  };
  const judge = (given: Partial<Parameters<typeof judgeConfiguration>[0]>) =>
    judgeConfiguration({ ...right, ...given });

  test('that is right is one line; each problem of a wrong one is a failure of its own', () => {
    expect(judge({}).map(({ status }) => status)).toEqual(['ok']);
    const problems = ['A is wrong', 'B is not set'].map((message) => ({
      ...{ pointer: `/${message.charAt(0)}`, rule: 'format', message },
    }));
    expect(judge({ problems }).map(({ status, detail }) => [status, detail])).toEqual([
      ['failed', 'A is wrong.'],
      ['failed', 'B is not set.'],
    ]);
  });

  test('that is meant for trying out is warned of beside the real WeChat, and only there', () => {
    const trial = { publicUrl: null, isPrivateWebhookAllowed: true };
    expect(judge(trial).map(({ status }) => status)).toEqual(['warning', 'warning']);
    expect(judge({ ...trial, wechatApiBaseUrl: 'http://simulator:3900' })).toHaveLength(1);
  });

  test('with two master keys a rotation is under way', () => {
    const [finding] = judge({ masterKeys: [Buffer.alloc(32), Buffer.alloc(32, 1)] });
    expect(finding).toMatchObject({ status: 'warning', detail: expect.stringContaining('2 keys') });
  });
});

describe('what answers over HTTP', () => {
  const where = 'https://api.weixin.qq.com';

  test('WeChat: any answer will do, its own trouble and a plain connection are warned of', () => {
    const judge = (answer: Answer, isPlain = false) =>
      judgeWechat({ where, isPlain, answer }).map(({ check, status }) => `${check}: ${status}`);
    expect(judge(answered(404))).toEqual(['WeChat: ok', 'Clock of WeChat: ok']);
    expect(judge(answered(502))[0]).toBe('WeChat: warning');
    expect(judge(answered(200), true)[1]).toBe('WeChat: warning');
    expect(judge({ problem: 'ENOTFOUND' })).toEqual(['WeChat: failed']);
    const late = { ...answered(200), clockAheadMs: 90_000 };
    expect(judge(late)).toContain('Clock of WeChat: failed');
  });

  test('a process: what it says of itself is passed on, from either kind', () => {
    const judge = (answer: Answer) => judgeReadiness({ role: 'Api', where, answer });
    expect(judge(answered(200)).status).toBe('ok');
    const api = answered(503, '{"detail":"PostgreSQL does not answer."}');
    expect(judge(api).detail).toContain('503: PostgreSQL does not answer.');
    const worker = answered(503, '{"problems":["The sweep a hangs.","The worker is starting."]}');
    expect(judge(worker).detail).toContain('The sweep a hangs. The worker is starting.');
    expect(judge(answered(502, '<html>')).detail).toBe(`${where} answers 502.`);
    expect(judge({ problem: 'ECONNREFUSED' }).status).toBe('failed');
  });

  test('PUBLIC_URL: an api is known by its own words; all else is a warning, since it may lead here from outside only', () => {
    const judge = (answer: Answer) => judgePublicUrl({ where, answer }).status;
    expect(judge(answered(200, '{"status":"ok"}'))).toBe('ok');
    expect(judge(answered(200, '<html>parked domain</html>'))).toBe('warning');
    expect(judge({ problem: 'ETIMEDOUT' })).toBe('warning');
  });
});

describe('processes', () => {
  const now = new Date('2026-01-05T08:00:00Z');
  const pulse = (role: 'api' | 'worker', secondsAgo: number) => ({
    ...{ id: role, role, progressedAt: null },
    seenAt: new Date(now.getTime() - secondsAgo * 1000),
  });

  test('of each role those that beat are counted; none, or silence, is a warning that says what it means', () => {
    const pulses = [pulse('api', 1), pulse('api', 2), pulse('worker', 60)];
    expect(judgeProcesses(pulses, now).map(({ status, detail }) => [status, detail])).toEqual([
      ['ok', '2 api alive.'],
      ['warning', 'No worker has beaten since 2026-01-05T07:59:00.000Z.'],
    ]);
    expect(judgeProcesses([], now)[1]).toMatchObject({
      detail: 'No worker has beaten in the last ten minutes.',
      todo: 'Start one (npm run start:worker); until then what is accepted waits.',
    });
  });
});

describe('queue and database', () => {
  test('agree when nothing is missing; what is missing is counted', () => {
    expect(judgeDrift({ queued: 5, missing: 0, isWhole: true }).status).toBe('ok');
    expect(judgeDrift({ queued: 5, missing: 2, isWhole: true })).toMatchObject({
      ...{ status: 'warning', detail: 'Of 5 queued pushes, 2 have no job.' },
      todo: expect.stringContaining('npm run rebuild-queue'),
    });
  });

  test('in PostgreSQL the queue carries twenty apps, in Redis any number', () => {
    expect(judgeQueueSize('postgres', 20)).toEqual([]);
    expect(judgeQueueSize('postgres', 21)[0]?.todo).toContain('Redis');
    expect(judgeQueueSize('redis', 500)).toEqual([]);
  });
});
