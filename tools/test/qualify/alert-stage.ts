import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { freightApp, goodsTemplate } from '../../src/demo/freight-app.ts';
import { seedFreightApp } from '../../src/demo/seed-freight-app.ts';
import { callJson } from '../../src/local-stack/call-json.ts';
import type { Stack } from '../../src/local-stack/start-stack.ts';

export const sendPath = '/cgi-bin/message/subscribe/send';

export type Driver = { userId: string; openid: string };

/** What a test does to a stack: asks for pushes, grants them, and breaks things. */
export type AlertStage = {
  /** Asks for a push; resolves to the status of the answer, whatever it is. */
  push(driver: Driver, over?: object): Promise<number>;
  /** The user allows one in WeChat, which posts its event. */
  allow(driver: Driver, appId?: string): Promise<unknown>;
  /** The next driver in turn: each has one send in flight at most. */
  driver(): Driver;
  fault(fault: object): Promise<unknown>;
  mend(): Promise<unknown>;
  simulator<T>(path: string, body: object): Promise<T>;
  api<T>(path: string, body: object, method?: string): Promise<T>;
  /** A statement by hand in a transaction that stays open until the returned function is called. */
  hold(statement: string): Promise<() => Promise<void>>;
  run(statement: string): Promise<unknown>;
  /** An endpoint that is told of every push that was sent. */
  endpoint(answer: RequestListener | null): Promise<void>;
  close(): Promise<void>;
};

const drivers = 60;

export async function openAlertStage(stack: Stack): Promise<AlertStage> {
  const { appId } = freightApp;
  const { templateId } = goodsTemplate;
  const servers: Server[] = [];
  const clients = new Set<pg.Client>();
  await seedFreightApp(stack);
  const simulator = <T>(path: string, body: object) =>
    callJson<T>(`${stack.simulatorUrl}${path}`, { body });
  const api = <T>(path: string, body: object, method?: string) =>
    callJson<T>(`${stack.apiUrl}${path}`, {
      ...{ key: stack.adminKey, body },
      ...(method !== undefined && { method }),
    });
  const cast = await Promise.all(
    Array.from({ length: drivers }, () => simulator<Driver>(`/_sim/apps/${appId}/users`, {})),
  );
  const users = cast.map(({ openid }) => ({ openid }));
  await api(`/v1/apps/${appId}/users`, { users }, 'PUT');
  let turn = 0;
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: stack.databaseUrl });
    await client.connect();
    clients.add(client);
    return client;
  };
  const end = async (client: pg.Client): Promise<void> => {
    clients.delete(client);
    await client.end();
  };

  return {
    simulator,
    api,
    driver: () => cast[(turn += 1) % drivers]!,
    allow: ({ userId }) =>
      simulator(`/_sim/users/${userId}/subscribe`, { results: { [templateId]: 'accept' } }),
    push: async ({ openid }, over = {}) => {
      const answer = await fetch(`${stack.apiUrl}/v1/pushes`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${stack.callerKey}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          ...{ appId, templateId, to: { openid }, onNoGrant: 'send-anyway' },
          data: { thing1: '一', thing2: '二' },
          ...over,
        }),
      });
      await answer.arrayBuffer();
      return answer.status;
    },
    fault: (fault) => simulator('/_sim/faults', fault),
    mend: () => fetch(`${stack.simulatorUrl}/_sim/faults`, { method: 'DELETE' }),
    hold: async (statement) => {
      const client = await connect();
      await client.query('begin');
      await client.query(statement);
      return () => end(client);
    },
    run: async (statement) => {
      const client = await connect();
      await client.query(statement);
      await end(client);
    },
    endpoint: async (answer) => {
      const server = createServer(answer ?? (() => undefined));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      servers.push(server);
      const { port } = server.address() as AddressInfo;
      await callJson(`${stack.apiUrl}/v1/webhook-endpoints`, {
        key: stack.callerKey,
        body: { url: `http://127.0.0.1:${port}/told`, events: ['push.sent'] },
      });
    },
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
      await Promise.all([...clients].map((client) => client.end()));
    },
  };
}
