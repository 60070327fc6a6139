import { repeatAtOnce } from '../load/repeat-at-once.ts';
import { createPoster } from './create-poster.ts';
import type { Yuexin } from './open-yuexin.ts';
import { openidOf } from './seed-ledger.ts';

/** Session tokens of users 0 to count - 1, as mini programs get them: the upstream takes an openid for its login code. */
export async function logInUsers(yuexin: Yuexin, count: number): Promise<string[]> {
  const [appId] = yuexin.appIds;
  const poster = createPoster({ apiUrl: yuexin.apiUrl, connections: 32 });
  const sessions: string[] = [];
  await repeatAtOnce({
    ...{ count, atOnce: 32 },
    once: async (index) => {
      const reply = await poster.post('/v1/mp/login', '', { appId, code: openidOf(index) });
      const { sessionToken } = JSON.parse(reply.body.toString('utf8')) as { sessionToken: string };
      sessions[index] = sessionToken;
    },
  });
  poster.close();
  return sessions;
}
