import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { callJson } from '../../local-stack/call-json.ts';
import { freePort } from '../../local-stack/ports.ts';
import type { Yuexin } from './open-yuexin.ts';

/** Endpoints that never answer, of callers of their own. */
export type DeadEndpoints = {
  /**
   * Each with so many callbacks due. Half of them have died this moment, so that four calls at once are lost on each; the others are
   * dead for an hour, and looked at again within ten seconds.
   */
  trouble: (callbacksEach: number) => Promise<void>;
  /** As if there were none. */
  rest: () => Promise<void>;
  close: () => Promise<void>;
};

const pause = { kind: 'operator', reason: { code: 'operator', message: 'A bench.' }, until: null };

/** Of those that refuse as of those that are silent every other one. */
const isFresh = (number: number): boolean => number % 4 < 2;

/** An even number refuses connections, an odd one takes them and is silent. */
export async function openDeadEndpoints(yuexin: Yuexin, count: number): Promise<DeadEndpoints> {
  const { apiUrl, sql } = yuexin;
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  });
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const ports = [await freePort(), (silent.address() as AddressInfo).port];
  const ids: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const key = await yuexin.createKey(`dead-${String(number)}`);
    const url = `http://127.0.0.1:${String(ports[number % ports.length])}/dead/${String(number)}`;
    const body = { url, events: ['app.paused'] };
    const made = await callJson<{ id: string }>(`${apiUrl}/v1/webhook-endpoints`, { key, body });
    ids.push(made.id.slice('wep_'.length));
  }

  const rest = async (): Promise<void> => {
    await sql.query(`update webhook_endpoints set state = 'disabled' where id = any($1)`, [ids]);
    await sql.query(`delete from callbacks where endpoint_id = any($1)`, [ids]);
    for (const socket of sockets) socket.destroy();
  };
  return {
    rest,
    async trouble(callbacksEach) {
      await rest();
      await sql.query(
        `insert into callbacks (id, endpoint_id, app_id, type, at, snapshot, state, next_at)
         select new_uuid_v7(), e.id, 'wxbench0000', 'app.paused', now(), $3::jsonb, 'waiting', now()
         from unnest($1::uuid[]) as e(id), generate_series(1, $2::integer)`,
        [ids, callbacksEach, pause],
      );
      await sql.query(
        `update webhook_endpoints
         set state = 'enabled', failures = 8, failing_since = now() - interval '1 hour',
           blocked_until = now() + random() * interval '10 seconds'
         where id = any($1)`,
        [ids.filter((_, number) => !isFresh(number))],
      );
      await sql.query(
        `update webhook_endpoints
         set state = 'enabled', failures = 0, failing_since = null, blocked_until = null
         where id = any($1)`,
        [ids.filter((_, number) => isFresh(number))],
      );
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      silent.close();
      await once(silent, 'close');
    },
  };
}
