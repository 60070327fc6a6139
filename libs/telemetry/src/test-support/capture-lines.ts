import { Writable } from 'node:stream';

/** A destination for a logger that keeps what is written. */
export function captureLines(): {
  destination: Writable;
  text: () => string;
  lines: () => string[];
} {
  let written = '';
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  return {
    destination,
    text: () => written,
    lines: () => written.split('\n').filter((line) => line !== ''),
  };
}
