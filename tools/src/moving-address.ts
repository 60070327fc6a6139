/** A process of `npm run chaos -- --topology standby`: one address for a server that changes, told by its parent where it is now. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

let target: number | null = null;
const sockets = new Set<Socket>();

function keep(socket: Socket): Socket {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
  // What breaks on one side ends the other.
  socket.on('error', () => undefined);
  socket.setNoDelay(true);
  return socket;
}

const server = createServer((outer) => {
  keep(outer);
  if (target === null) return void outer.destroy();
  const inner = keep(connect(target, '127.0.0.1'));
  outer.pipe(inner).pipe(outer);
  outer.once('close', () => inner.destroy());
  inner.once('close', () => outer.destroy());
});
server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});

/** Cuts every connection; the next ones lead to the port. */
process.on('message', (port: number) => {
  target = port;
  for (const socket of sockets) socket.destroy();
  process.send?.(port);
});
process.on('disconnect', () => process.exit());
