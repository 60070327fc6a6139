import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { afterAll, expect, test } from '@jest/globals';
import { recordLog } from '../test-support/record-log.ts';
import { openDatabase } from './open-database.ts';

/** One message of PostgreSQL's protocol. */
function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const farewell = [
  ...['SFATAL', 'VFATAL', 'C57P01'],
  ...['Mterminating connection due to administrator command', '', ''],
].join('\0');

/** A server that is being restarted: it takes the connection, is ready, and says goodbye in the same breath. */
const server = net.createServer((socket) => {
  socket.on('error', () => undefined);
  socket.once('data', () => {
    const isIn = message('R', Buffer.alloc(4));
    const isReady = message('Z', Buffer.from('I'));
    socket.end(Buffer.concat([isIn, isReady, message('E', Buffer.from(farewell))]));
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
const database = openDatabase({
  databaseUrl: `postgres://yuexin@127.0.0.1:${port}/yuexin`,
  poolMax: 2,
  applicationName: 'yuexin-welcome',
  logger: recordLog().logger,
});
afterAll(async () => {
  await database.close();
  server.close();
});

test('when the server ends a connection in the breath in which it opened it, then the statement is refused as unavailable and the process lives', async () => {
  const outcomes = await Promise.allSettled([
    database.query('select 1'),
    database.transaction((query) => query('select 2')),
  ]);
  const refused = { status: 'rejected', reason: expect.objectContaining({ code: 'unavailable' }) };
  expect(outcomes).toEqual([refused, refused]);
});
