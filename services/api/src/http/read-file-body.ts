import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '@yuexin/errors';
import { bodyLimits } from './route.ts';

/** A file while it arrives. */
export type FileBody = { type: string; chunks: AsyncIterable<Buffer> };

/** Who sends on after the answer is listened to for so long, so that it reads the answer; then the connection goes. */
const listenOnMs = 2_000;

/**
 * The body of a request as a file of one of these types, of which nothing is held. Its chunks throw `payload-too-large` as soon as
 * it passes the limit, and `invalid-request` when it breaks off. Whoever stops reading early need not care for the rest.
 */
export function readFileBody(input: {
  request: IncomingMessage;
  response: ServerResponse;
  types: readonly string[];
}): FileBody {
  const { request, response, types } = input;
  const type = typeInUtf8(request.headers['content-type']);
  response.once('finish', () => leave(request));
  const isPlain = [undefined, 'identity'].includes(
    request.headers['content-encoding']?.toLowerCase(),
  );
  if (type === null || !types.includes(type) || !isPlain)
    throw new AppError('unsupported-media-type', {
      message: `Send the file with Content-Type: ${types.join(' or ')}, in UTF-8, not compressed.`,
    });
  if (Number(request.headers['content-length'] ?? 0) > bodyLimits.file) {
    response.setHeader('Connection', 'close');
    throw tooLarge();
  }
  return { type, chunks: readChunks(request, response) };
}

async function* readChunks(
  request: IncomingMessage,
  response: ServerResponse,
): AsyncGenerator<Buffer> {
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const bytes = chunk as Buffer;
      size += bytes.length;
      if (size > bodyLimits.file) throw tooLarge();
      yield bytes;
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw brokenOff(size, error);
  } finally {
    if (!request.complete) response.setHeader('Connection', 'close');
  }
  if (!request.complete) throw brokenOff(size, undefined);
}

/** What still comes is thrown away, and not for ever. */
function leave(request: IncomingMessage): void {
  if (request.complete) return;
  request.resume();
  const timer = setTimeout(() => request.socket.destroy(), listenOnMs);
  request.once('close', () => clearTimeout(timer));
}

function tooLarge(): AppError {
  const message = `has more than ${String(bodyLimits.file / 1024 / 1024)} MiB`;
  return new AppError('payload-too-large', {
    message: `The file ${message}. Nothing was kept.`,
    problems: [{ pointer: '', rule: 'max-bytes', limit: bodyLimits.file, message }],
  });
}

function brokenOff(size: number, cause: unknown): AppError {
  const message = `broke off after ${String(size)} bytes`;
  return new AppError('invalid-request', {
    message: `The file ${message}. Nothing was kept.`,
    problems: [{ pointer: '', rule: 'whole', message }],
    cause,
  });
}

/** The content type without its parameters, in lower case; null when it names a charset that is not UTF-8. */
export function typeInUtf8(contentType: string | undefined): string | null {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
  const charset = parameters.map((one) => one.trim()).find((one) => one.startsWith('charset='));
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  return isUtf8 ? type.trim() : null;
}
