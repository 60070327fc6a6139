/** One HTTP message as it came: its first line and headers as text, its body as bytes. */
export type HttpMessage = { head: string; body: Buffer };

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * Cuts a connection's bytes into HTTP messages whose length is told by Content-Length (none: no body). Just enough of HTTP for
 * a load and an upstream that must cost next to nothing beside what is measured; a chunked body is refused by an error.
 */
export function createMessageReader(
  onMessage: (message: HttpMessage) => void,
): (chunk: Buffer) => void {
  let kept: Buffer | null = null;
  return (chunk) => {
    let rest: Buffer = kept === null ? chunk : Buffer.concat([kept, chunk]);
    kept = null;
    while (rest.length > 0) {
      const headEnd = rest.indexOf(END_OF_HEAD);
      if (headEnd === -1) break;
      const head = rest.toString('latin1', 0, headEnd);
      const bodyStart = headEnd + END_OF_HEAD.length;
      const end = bodyStart + bodyLength(head);
      if (rest.length < end) break;
      const message = { head, body: rest.subarray(bodyStart, end) };
      rest = rest.subarray(end);
      onMessage(message);
    }
    if (rest.length > 0) kept = rest;
  };
}

function bodyLength(head: string): number {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) return Number(length);
  if (/\r\ntransfer-encoding:/i.test(head)) throw new Error('A chunked body was not foreseen.');
  return 0;
}
