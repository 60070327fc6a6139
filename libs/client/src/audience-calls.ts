import type { CallOptions } from './call-options.ts';
import type { AudiencesCalls } from './generated/api-calls.ts';
import type { Audience } from './generated/models.ts';
import { waitUnlessAborted } from './calls/wait-unless-aborted.ts';

/** One recipient of an audience: exactly one address, and what stands in the places of the message. */
export type AudienceRecipientLine = {
  openid?: string;
  phone?: string;
  unionid?: string;
  variables?: Readonly<Record<string, string | number>>;
};

/** A file of recipients as it is: `text/csv` or `application/x-ndjson`, in UTF-8. A stream is sent once, and not again by itself. */
export type RecipientFile = {
  type: 'text/csv' | 'application/x-ndjson';
  content: string | Blob | ReadableStream<Uint8Array>;
};

/** What is put together from the calls of an audience. */
export type AudienceExtras = {
  /**
   * Brings the recipients as they are made, without holding them: from a query, a file, a generator. Whole or nothing: when making
   * them fails, the audience has none.
   */
  bringRecipients: (
    id: string,
    recipients: Iterable<AudienceRecipientLine> | AsyncIterable<AudienceRecipientLine>,
    options?: CallOptions,
  ) => Promise<Audience>;
  /** Brings the recipients of a file. */
  bringFile: (id: string, file: RecipientFile, options?: CallOptions) => Promise<Audience>;
  /** The audience as it changes, until it is done, cancelled, paused, or waits for a person: `for await (const { progress } of …)`. */
  watch: (
    id: string,
    given?: { everyMs?: number },
    options?: CallOptions,
  ) => AsyncIterable<Audience>;
};

/** As long as the api lets a file take to arrive. */
const longestUploadMs = 340_000;
const atWork = new Set<string>(['collecting', 'running']);

export function createAudienceExtras(
  calls: Pick<AudiencesCalls, 'get' | 'uploadRecipients'>,
): AudienceExtras {
  const bringFile: AudienceExtras['bringFile'] = (id, { type, content }, options = {}) =>
    // What is not JSON is passed on as it came.
    calls.uploadRecipients(id, content as string, {
      ...{ timeoutMs: longestUploadMs, totalTimeoutMs: longestUploadMs },
      ...options,
      headers: { ...options.headers, 'Content-Type': type },
    });
  return {
    bringFile,
    bringRecipients: (id, recipients, options) =>
      bringFile(id, { type: 'application/x-ndjson', content: toLines(recipients) }, options),
    async *watch(id, { everyMs = 1_000 } = {}, options = {}) {
      for (;;) {
        const audience = await calls.get(id, options);
        yield audience;
        if (!atWork.has(audience.state)) return;
        await waitUnlessAborted(everyMs, options.signal);
      }
    },
  };
}

const pieceLength = 16 * 1024;

function toLines(
  recipients: Iterable<AudienceRecipientLine> | AsyncIterable<AudienceRecipientLine>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const source: AsyncIterator<AudienceRecipientLine> | Iterator<AudienceRecipientLine> =
    Symbol.asyncIterator in recipients
      ? recipients[Symbol.asyncIterator]()
      : recipients[Symbol.iterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      let piece = '';
      while (piece.length < pieceLength) {
        const next = await source.next();
        if (next.done === true) {
          if (piece !== '') controller.enqueue(encoder.encode(piece));
          controller.close();
          return;
        }
        piece += `${JSON.stringify(next.value)}\n`;
      }
      controller.enqueue(encoder.encode(piece));
    },
    async cancel() {
      await source.return?.();
    },
  });
}
