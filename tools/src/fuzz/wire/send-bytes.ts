import { connect } from 'node:net';
import { readRawAnswer, type RawAnswer } from './raw-answer.ts';

export type Sent =
  | { kind: 'answered'; answer: RawAnswer; tookMs: number }
  /** The connection ended without a whole answer. */
  | { kind: 'cut'; tookMs: number }
  | { kind: 'late'; tookMs: number };

/** How long a client waits that has not sent what it said it would. */
const patienceMs = 2_000;

/** Writes bytes to a new connection and reads one answer; then hangs up. */
export function sendBytes(input: {
  host: string;
  port: number;
  bytes: Buffer;
  isHead: boolean;
  limitMs: number;
  /** False: what is said to come and does not is not waited for: the client hangs up after a while. */
  isLeftOpen: boolean;
}): Promise<Sent> {
  const { host, port, bytes, isHead, limitMs, isLeftOpen } = input;
  const startedAtMs = performance.now();
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const socket = connect({ host, port });
    const finish = (
      outcome: { kind: 'cut' | 'late' } | { kind: 'answered'; answer: RawAnswer },
    ) => {
      clearTimeout(timer);
      clearTimeout(hangUp);
      socket.destroy();
      resolve({ ...outcome, tookMs: performance.now() - startedAtMs });
    };
    const look = (hasEnded: boolean): void => {
      const answer = readRawAnswer(received, { hasEnded, isHead });
      if (answer !== null) finish({ kind: 'answered', answer });
      else if (hasEnded) finish({ kind: 'cut' });
    };
    const timer = setTimeout(() => finish({ kind: 'late' }), limitMs);
    const hangUp = setTimeout(() => {
      if (!isLeftOpen) socket.end();
    }, patienceMs);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      look(false);
    });
    socket.on('end', () => look(true));
    socket.on('close', () => look(true));
    // A server that has said all it wants may close before it has read all: what it said counts.
    socket.on('error', () => look(true));
    socket.write(bytes);
  });
}
