/** An HTTP answer read from bytes. */
export type RawAnswer = {
  status: number;
  headers: ReadonlyMap<string, string>;
  body: Buffer;
};

const endOfHead = Buffer.from('\r\n\r\n');

/**
 * The answer in these bytes, or null while it is not whole. Its end is told by its length, by chunks, or by the end of the
 * connection; a stream of events is whole with its head. Answers `100 Continue` before it are passed over.
 */
export function readRawAnswer(
  bytes: Buffer,
  given: { hasEnded: boolean; isHead: boolean },
): RawAnswer | null {
  const headEnd = bytes.indexOf(endOfHead);
  if (headEnd === -1) return null;
  const [first = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1] ?? 0);
  const rest = bytes.subarray(headEnd + endOfHead.length);
  if (status >= 100 && status < 200) return readRawAnswer(rest, given);
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const answer = (body: Buffer): RawAnswer => ({ status, headers, body });
  const isStream = headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (given.isHead || status === 204 || status === 304 || isStream) return answer(Buffer.alloc(0));
  const length = headers.get('content-length');
  if (length !== undefined)
    return rest.length >= Number(length) ? answer(rest.subarray(0, Number(length))) : null;
  if (headers.get('transfer-encoding') === 'chunked') {
    const body = readChunks(rest);
    return body === null ? null : answer(body);
  }
  return given.hasEnded ? answer(rest) : null;
}

function readChunks(bytes: Buffer): Buffer | null {
  const pieces: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return null;
    const size = parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (size === 0) return Buffer.concat(pieces);
    const start = lineEnd + 2;
    if (bytes.length < start + size + 2) return null;
    pieces.push(bytes.subarray(start, start + size));
    at = start + size + 2;
  }
}
