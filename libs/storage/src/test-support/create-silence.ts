import { accepted, unconfirmed, type TestApp, type TestLedger } from './open-test-ledger.ts';

/** What silence is judged by: pushes nobody answered, the api's beats, and others' messages that WeChat did report on. */
export function createSilence(ledger: TestLedger) {
  const { hotPath, query, sweeps } = ledger;
  const sendOther = async (app: TestApp) => {
    const userId = await app.newUser();
    await app.give(userId);
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), accepted(pushId));
    return { userId, pushId };
  };
  const report = async (app: TestApp, sent: { userId: string; pushId: string }) => {
    await app.storeEvent(sent.userId, {
      type: 'subscribe_msg_sent_event',
      items: [{ templateId: 'tpl-1', msgid: sent.pushId, errorCode: '0', errorStatus: 'success' }],
    });
    await hotPath.applyEvents(1000);
  };
  return {
    /** As if no api had ever beaten. */
    forgetBeats: async () => {
      await query('delete from heartbeats');
      await query(`delete from sweep_cursors where name = 'endpoint-up'`);
    },

    /** Throws when it does anything else than `silence_obstacles` says of each push. */
    judge: async (windowMs = 120_000) => {
      const before = await query<{ id: string; obstacles: string[] }>(
        `select id, silence_obstacles(id, $1) as obstacles from pushes where state = 'unconfirmed'`,
        [windowMs],
      );
      const result = await sweeps.judgeUnconfirmed({ limit: 100, windowMs });
      for (const { id, obstacles } of before) {
        const [last] = await query<{ evidence: string | null }>(
          'select evidence from push_transitions where push_id = $1 order by at desc, id desc limit 1',
          [id],
        );
        if ((last?.evidence === 'silence') !== (obstacles.length === 0))
          throw new Error(
            `${id}: ${last?.evidence ?? 'nothing'} in spite of [${obstacles.join()}]`,
          );
      }
      return result;
    },

    /** An attempt that began five minutes ago and was never answered. */
    silent: async (
      change: Parameters<TestApp['push']>[1] = {},
      grants = 1,
      ofApp: TestApp | null = null,
    ) => {
      const app = ofApp ?? (await ledger.newApp());
      const userId = await app.newUser();
      await app.give(userId, grants);
      const pushId = await app.push(userId, change);
      await ledger.settle(await ledger.take(pushId), unconfirmed);
      await query(
        `update attempts set started_at = now() - interval '5 minutes', finished_at = now() - interval '290 seconds' where push_id = $1`,
        [pushId],
      );
      return { app, userId, pushId };
    },

    beatAllAlong: async ({ gapAt = 0, gapSeconds = 0 } = {}) => {
      await query(
        `insert into heartbeats
         select 'api-1', 'api', now() - age * interval '1 second' from generate_series(0, 310, 2) age
         where age <= $1::int - $2::int or age > $1::int`,
        [gapAt, gapSeconds],
      );
    },

    /** Another user's message, sent and reported after the silent attempt began. */
    laterSuccess: async (app: TestApp) => report(app, await sendOther(app)),

    /** Another user's message, which WeChat took so many seconds ago and has not reported on yet. */
    unreported: async (app: TestApp, secondsAgo: number) => {
      const sent = await sendOther(app);
      await query(`update pushes set sent_at = now() - $2 * interval '1 second' where id = $1`, [
        sent.pushId,
        secondsAgo,
      ]);
      return sent;
    },

    report,
  };
}
