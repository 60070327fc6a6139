import type { StorageLogger } from '../database/storage-logger.ts';

/** A logger that remembers what it was told. */
export function recordLog(): { logger: StorageLogger; messages(): string[] } {
  const messages: string[] = [];
  const record = (message: string) => {
    messages.push(message);
  };
  return { logger: { info: record, warn: record }, messages: () => messages };
}
