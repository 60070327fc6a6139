import { defineEntity } from './define-entity.ts';

export type SentEventItemRecord = {
  id: string;
  msgid: string;
  errorCode: string;
  errorStatus: string;
  eventAt: Date;
  receivedAt: Date;
  attemptId: string | null;
};

export const SentEventItemEntity = defineEntity<SentEventItemRecord>({
  name: 'sent-event-item',
  tableName: 'sent_event_items',
  columns: {
    id: { type: 'uuid', primary: true },
    msgid: { type: 'text' },
    errorCode: { name: 'error_code', type: 'text' },
    errorStatus: { name: 'error_status', type: 'text' },
    eventAt: { name: 'event_at', type: 'timestamptz' },
    receivedAt: { name: 'received_at', type: 'timestamptz' },
    attemptId: { name: 'attempt_id', type: 'uuid', nullable: true },
  },
});
