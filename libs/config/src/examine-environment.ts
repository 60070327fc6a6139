import { type FieldProblem, normaliseError } from '@yuexin/errors';
import { freezeDeep } from './freeze-deep.ts';
import { loadApiConfig, loadWorkerConfig } from './load-config.ts';
import type { QueueTarget } from './queue-target.ts';
import { type Environment, readVariables } from './read-variables.ts';
import type { VariableName, VariableValue } from './variables.ts';

/** What an environment says, as far as it can be read. */
export type ExaminedEnvironment = {
  /** Everything that keeps api or worker from starting, each once; values of secrets appear nowhere in it. */
  problems: readonly FieldProblem[];
  /** Null here and below: what it is read from cannot be used. Holds a password: log `describeDatabaseUrl`. */
  database: { url: string; poolMax: number; pooler: 'none' | 'transaction' } | null;
  queue: { target: QueueTarget; prefix: string } | null;
  /** Newest first. */
  masterKeys: readonly Buffer[] | null;
  wechatApiBaseUrl: string | null;
  /** Null also when it is not set. */
  publicUrl: string | null;
  isPrivateWebhookAllowed: boolean;
};

/** For a look at an environment that may be wrong: what `loadApiConfig` and `loadWorkerConfig` would refuse, and all that is right. Never throws for what it reads. */
export function examineEnvironment(env: Environment): ExaminedEnvironment {
  const problems = new Map<string, FieldProblem>();
  for (const load of [loadApiConfig, loadWorkerConfig])
    for (const problem of problemsOf(() => load(env))) problems.set(problem.pointer, problem);
  const read = <N extends VariableName>(name: N): VariableValue<N> | null =>
    problems.has(`/${name}`) ? null : readVariables(env, [name])[name];
  return freezeDeep({
    problems: [...problems.values()],
    ...storesFrom(read, problems.has('/QUEUE_URL')),
    masterKeys: read('MASTER_KEY'),
    wechatApiBaseUrl: read('WECHAT_API_BASE_URL'),
    publicUrl: read('PUBLIC_URL'),
    isPrivateWebhookAllowed: read('WEBHOOK_ALLOW_PRIVATE') === true,
  });
}

type Read = <N extends VariableName>(name: N) => VariableValue<N> | null;

function storesFrom(
  read: Read,
  isQueueWrong: boolean,
): Pick<ExaminedEnvironment, 'database' | 'queue'> {
  const url = read('DATABASE_URL');
  const poolMax = read('DATABASE_POOL_MAX');
  const pooler = read('DATABASE_POOLER');
  const prefix = read('QUEUE_PREFIX');
  const given = read('QUEUE_URL');
  const byDefault: QueueTarget | null =
    url === null ? null : { engine: 'postgres', mode: 'single', url };
  const target = isQueueWrong ? null : (given ?? byDefault);
  return {
    database: url === null || poolMax === null || pooler === null ? null : { url, poolMax, pooler },
    queue: target === null || prefix === null ? null : { target, prefix },
  };
}

function problemsOf(load: () => unknown): readonly FieldProblem[] {
  try {
    load();
    return [];
  } catch (error) {
    const { problems } = normaliseError(error);
    // Not about a variable: a bug, which must not look like an environment that is well.
    if (problems.length === 0) throw error;
    return problems;
  }
}
