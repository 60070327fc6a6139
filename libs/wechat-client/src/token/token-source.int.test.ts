import { expect, test } from '@jest/globals';
import { createFakeTime } from '../test-support/create-fake-time.ts';
import { createMemoryTokenStore } from '../test-support/create-memory-token-store.ts';
import { httpAnswer } from '../test-support/create-raw-server.ts';
import { withRawServer } from '../test-support/with-raw-server.ts';
import { createTokenSource } from './create-token-source.ts';

test('when the real endpoint hangs for one app, refuses another and answers the rest, then each gets its own, and no secret is told', async () => {
  await withRawServer(
    {
      onRequest: ({ body }, socket) => {
        const { appid, secret } = JSON.parse(body.toString('utf8')) as Record<string, string>;
        if (appid === 'hanging') return;
        const answer =
          appid === 'refused'
            ? {
                errcode: 40125,
                errmsg: `invalid appsecret ${secret}, rid: 0a0b0c0d-00000000-11111111`,
              }
            : { access_token: `token of ${appid}`, expires_in: 7_200 };
        socket.write(httpAnswer({ body: JSON.stringify(answer) }));
      },
      client: { timeouts: { requestMs: 2_000 } },
    },
    async ({ client, server, logger }) => {
      const source = createTokenSource({
        client,
        store: createMemoryTokenStore({ clock: createFakeTime() }),
        readSecret: (appId) => Promise.resolve(`secret-nobody-may-see-${appId}`),
        logger,
        marginMs: 300_000,
        clock: createFakeTime(),
      });
      let isHanging = true;
      const hanging = source
        .get('hanging')
        .catch((error: unknown) => error)
        .finally(() => {
          isHanging = false;
        });
      const refused = source.get('refused').catch((error: unknown) => error);
      const others = await Promise.all(
        Array.from({ length: 20 }, (_, index) => source.get(`wx${index % 10}`)),
      );
      expect(others.map(({ accessToken }) => accessToken)).toEqual(
        Array.from({ length: 20 }, (_, index) => `token of wx${index % 10}`),
      );
      expect(isHanging).toBe(true);
      expect(await refused).toMatchObject({
        code: 'wechat-refused',
        details: { errcode: 40125, rid: '0a0b0c0d-00000000-11111111' },
      });
      expect(await hanging).toMatchObject({
        code: 'unavailable',
        details: { cause: 'timeout: request' },
      });
      expect(server.requests).toHaveLength(12);
      const told = [await refused, await hanging].map((error) => [
        String(error),
        (error as Error).stack,
        error,
      ]);
      expect(JSON.stringify([told, logger.lines])).not.toMatch(/nobody/);
    },
  );
});
