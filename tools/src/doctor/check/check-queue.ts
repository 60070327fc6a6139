import { describeQueueTarget, type ExaminedEnvironment } from '@yuexin/config';
import { normaliseError } from '@yuexin/errors';
import { inspectRedis, queueSchemaProblem } from '@yuexin/queue';
import { inspectPooler } from '@yuexin/storage';
import { failed, ok, skipped, type Finding } from '../finding.ts';
import { judgeQueuePooler } from '../judge/judge-pooler.ts';
import { judgeRedis } from '../judge/judge-redis.ts';

type Target = NonNullable<ExaminedEnvironment['queue']>['target'];

export type QueueLook = {
  findings: Finding[];
  /** It answers, so that its jobs can be counted. */
  isThere: boolean;
};

/** The store of the to-do list, be it Redis or PostgreSQL. */
export async function checkQueue(queue: ExaminedEnvironment['queue']): Promise<QueueLook> {
  if (queue === null) {
    return { findings: [skipped('Queue', 'QUEUE_URL cannot be read.')], isThere: false };
  }
  const { target } = queue;
  try {
    const findings = await look(target);
    return { findings, isThere: findings.every(({ status }) => status !== 'failed') };
  } catch (error) {
    const check = target.engine === 'redis' ? 'Redis' : 'Queue in PostgreSQL';
    const todo = `See that ${describeQueueTarget(target)} runs and is reached from this machine; meanwhile pushes are accepted and wait.`;
    return { findings: [failed(check, normaliseError(error).message, todo)], isThere: false };
  }
}

async function look(target: Target): Promise<Finding[]> {
  if (target.engine === 'redis')
    return judgeRedis(await inspectRedis(target), target.mode === 'cluster');
  const pooler = judgeQueuePooler(await inspectPooler({ databaseUrl: target.url }));
  const problem = await queueSchemaProblem({ url: target });
  const check = 'Queue in PostgreSQL';
  return [
    pooler,
    problem === null
      ? ok(check, 'Its schema is current.')
      : failed(check, sentenceOf(problem), 'Run `npm run migrate` of this version.'),
  ];
}

const sentenceOf = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
