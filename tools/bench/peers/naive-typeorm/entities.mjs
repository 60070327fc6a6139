import { EntitySchema } from 'typeorm';

const id = { type: 'uuid', primary: true, generated: 'uuid' };

export const Push = new EntitySchema({
  name: 'Push',
  tableName: 'pushes',
  columns: {
    id,
    openid: { type: 'text' },
    message: { type: 'jsonb' },
    state: { type: 'text' },
    updatedAt: { type: 'timestamptz', updateDate: true },
  },
});

export const Grant = new EntitySchema({
  name: 'Grant',
  tableName: 'grants',
  columns: { id, openid: { type: 'text' }, state: { type: 'text' } },
  indices: [{ columns: ['openid', 'state'] }],
});

/** An attempt and what came of it. */
export const Outcome = new EntitySchema({
  name: 'Outcome',
  tableName: 'outcomes',
  columns: {
    id,
    pushId: { type: 'uuid' },
    openid: { type: 'text' },
    errcode: { type: 'integer', nullable: true },
    msgid: { type: 'text', nullable: true },
    startedAt: { type: 'timestamptz', createDate: true },
  },
});
