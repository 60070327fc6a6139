import type { RedisClient } from './redis-connection.ts';

/** Which of the keys (of one hash slot) are not there, in their order. One question for all tells that none is, as nearly always. */
export async function findMissingKeys(
  client: RedisClient,
  keys: readonly string[],
): Promise<boolean[]> {
  if (keys.length === 0 || (await client.exists(...keys)) === keys.length)
    return keys.map(() => false);
  const pipeline = client.pipeline();
  for (const key of keys) pipeline.exists(key);
  const answers = (await pipeline.exec()) ?? [];
  return answers.map(([error, found]) => {
    if (error !== null) throw error;
    return found === 0;
  });
}
