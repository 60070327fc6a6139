import net from 'node:net';

/** Writes bytes as they are and gives what came back until the other side is done, closed, or cut. */
export function rawRequest(
  port: number,
  text: string,
): Promise<{ text: string; isReset: boolean }> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    let received = '';
    let isReset = false;
    socket.on('connect', () => socket.write(text));
    socket.on('data', (chunk) => {
      received += chunk.toString('utf8');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      isReset = error.code === 'ECONNRESET';
    });
    socket.on('end', () => socket.end());
    socket.on('close', () => resolve({ text: received, isReset }));
  });
}
