import { examineEnvironment, type Environment } from '@yuexin/config';
import { checkDatabase } from './check/check-database.ts';
import { checkInside } from './check/check-inside.ts';
import { checkOutside } from './check/check-outside.ts';
import { checkQueue } from './check/check-queue.ts';
import type { Finding } from './finding.ts';
import { judgeConfiguration } from './judge/judge-configuration.ts';
import type { DoctorOptions } from './read-doctor-options.ts';

export type DoctorInput = {
  env: Environment;
  options: Pick<DoctorOptions, 'apiUrls' | 'workerUrls'>;
};

/** Looks at everything that can be looked at and changes nothing. May run beside anything, also before the first start. */
export async function runDoctor(input: DoctorInput): Promise<Finding[]> {
  const { env, options } = input;
  const examined = examineEnvironment(env);
  const [database, queue, outside] = await Promise.all([
    checkDatabase(examined),
    checkQueue(examined.queue),
    checkOutside(examined, options),
  ]);
  const { facts } = database;
  const isUsable = facts !== null && facts.schemaProblem === null;
  const inside = isUsable
    ? await checkInside({
        ...{ examined, clockAheadMs: facts.clockAheadMs, isQueueThere: queue.isThere },
      })
    : [];
  return [
    ...judgeConfiguration(examined),
    ...[...database.findings, ...queue.findings, ...outside, ...inside],
  ];
}
