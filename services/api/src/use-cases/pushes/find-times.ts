import type { FieldProblem } from '@yuexin/errors';
import type { CreatePushBody } from '../../routes/pushes/create-push.schema.ts';

export type PushTimes = { sendAt: Date | null; expiresAt: Date; ttlSeconds: number };

/** A push lives 30 days at most (design 5). */
const longestLifeMs = 30 * 86_400_000;

type Given = Pick<Partial<CreatePushBody>, 'sendAt' | 'expiresAt' | 'ttlSeconds'>;

/** When a push is due and when it is given up, or everything that is wrong with what was asked for. */
export function findTimes(input: { given: Given; defaultTtlSeconds: number; now: Date }): {
  times: PushTimes;
  problems: FieldProblem[];
} {
  const { given, defaultTtlSeconds, now } = input;
  const sendAt = given.sendAt ?? null;
  const latestMs = now.getTime() + longestLifeMs;
  const startMs = Math.max(now.getTime(), sendAt?.getTime() ?? 0);
  const ttlMs = (given.ttlSeconds ?? defaultTtlSeconds) * 1000;
  // The default gives way to the bound; a time to live that was asked for does not.
  const byTtlMs =
    given.ttlSeconds === undefined ? Math.min(startMs + ttlMs, latestMs) : startMs + ttlMs;
  const expiresAt = given.expiresAt ?? new Date(byTtlMs);
  const times = {
    sendAt,
    expiresAt,
    ttlSeconds: Math.max(1, Math.round((expiresAt.getTime() - startMs) / 1000)),
  };
  return { times, problems: findProblems({ given, sendAt, expiresAt, now, latestMs }) };
}

function findProblems(input: {
  given: Given;
  sendAt: Date | null;
  expiresAt: Date;
  now: Date;
  latestMs: number;
}): FieldProblem[] {
  const { given, sendAt, expiresAt, now, latestMs } = input;
  const problems: FieldProblem[] = [];
  const tell = (name: keyof Given, rule: string, message: string, limit?: string): void => {
    const actual = given[name] instanceof Date ? given[name].toISOString() : given[name];
    problems.push({
      pointer: `/${name}`,
      rule,
      message,
      ...(limit !== undefined && { limit }),
      ...(actual !== undefined && { actual }),
    });
  };
  const latest = new Date(latestMs).toISOString();

  if (sendAt !== null && sendAt <= now)
    tell('sendAt', 'future', 'must lie ahead', now.toISOString());
  if (sendAt !== null && sendAt.getTime() >= latestMs)
    tell('sendAt', 'max', 'must be less than 30 days ahead', latest);
  if (given.expiresAt !== undefined && given.ttlSeconds !== undefined)
    tell('ttlSeconds', 'exclusive', 'must not be given together with expiresAt');
  if (given.expiresAt !== undefined && expiresAt <= now)
    tell('expiresAt', 'future', 'must lie ahead', now.toISOString());
  if (given.expiresAt !== undefined && sendAt !== null && expiresAt <= sendAt)
    tell('expiresAt', 'after-send-at', 'must be later than sendAt', sendAt.toISOString());
  if (expiresAt.getTime() > latestMs && (sendAt === null || sendAt.getTime() < latestMs)) {
    const name = given.expiresAt === undefined ? 'ttlSeconds' : 'expiresAt';
    tell(name, 'max', 'must end at most 30 days from now', latest);
  }
  return problems;
}
