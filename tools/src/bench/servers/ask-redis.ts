import { once } from 'node:events';
import { connect } from 'node:net';

/** One command to a Redis on this machine and its answer as text, without a client: the benchmark asks rarely. */
export async function askRedis(url: string, ...command: readonly string[]): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  try {
    await once(socket, 'connect');
    const parts = command.map((part) => `$${String(Buffer.byteLength(part))}\r\n${part}\r\n`);
    socket.write(`*${String(command.length)}\r\n${parts.join('')}`);
    let answer = '';
    while (!isWhole(answer)) {
      const [chunk] = (await once(socket, 'data')) as [Buffer];
      answer += chunk.toString('latin1');
    }
    if (answer.startsWith('-')) throw new Error(`Redis answered: ${answer.slice(1).trim()}`);
    return bodyOf(answer);
  } finally {
    socket.destroy();
  }
}

/** A simple answer is one line; a bulk answer tells its length first. */
function isWhole(answer: string): boolean {
  const lineEnd = answer.indexOf('\r\n');
  if (lineEnd < 0) return false;
  if (!answer.startsWith('$')) return true;
  return answer.length >= lineEnd + 2 + Number(answer.slice(1, lineEnd)) + 2;
}

function bodyOf(answer: string): string {
  const lineEnd = answer.indexOf('\r\n');
  if (!answer.startsWith('$')) return answer.slice(1, lineEnd);
  return answer.slice(lineEnd + 2, lineEnd + 2 + Number(answer.slice(1, lineEnd)));
}

/** A field of INFO, such as used_memory. @throws Error when Redis does not tell it. */
export async function readRedisInfo(url: string, field: string): Promise<string> {
  const info = await askRedis(url, 'INFO');
  const value = new RegExp(`^${field}:(.*)$`, 'm').exec(info)?.[1];
  if (value === undefined) throw new Error(`Redis does not tell ${field}.`);
  return value.trim();
}
