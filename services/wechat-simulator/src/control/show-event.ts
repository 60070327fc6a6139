import type { EventRecord } from '../events/event-record.ts';

/** An event as `GET /_sim/events` shows it. */
export const showEvent = (record: EventRecord) => {
  const { event, ...rest } = record;
  const createdAt = new Date(event.createTimeSeconds * 1000).toISOString();
  return { ...rest, name: event.name, items: event.items, createdAt };
};
export type ShownEvent = ReturnType<typeof showEvent>;
