import { v7 as uuidv7 } from 'uuid';
import type { StorageCore } from '../storage-core.ts';

type Row = Record<string, unknown>;

/** Writes a row as given; what the table's statements would have written matters only where a test says so. */
export async function insertRow(core: StorageCore, table: string, row: Row): Promise<void> {
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 1}`);
  await core.database.query(
    `insert into ${table} (${columns.join(', ')}) values (${places.join(', ')})`,
    Object.values(row),
  );
}

/** A push in any state; answers its id. */
export async function insertPush(core: StorageCore, row: Row): Promise<string> {
  const id = typeof row.id === 'string' ? row.id : uuidv7();
  await insertRow(core, 'pushes', {
    app_id: 'wx-test',
    template_id: 'tpl-1',
    caller_id: '00000000-0000-7000-8000-000000000001',
    data: { thing1: { value: '钢材' } },
    lang: 'zh_CN',
    miniprogram_state: 'formal',
    on_no_grant: 'park',
    on_unconfirmed: 'reconcile',
    ttl_seconds: 604_800,
    state: 'queued',
    due_at: new Date(),
    expires_at: new Date(Date.now() + 604_800_000),
    ...row,
    id,
  });
  return id;
}

/** An attempt of a push; answers its id. */
export async function insertAttempt(core: StorageCore, row: Row): Promise<string> {
  const id = uuidv7();
  await insertRow(core, 'attempts', {
    app_id: 'wx-test',
    user_id: uuidv7(),
    template_id: 'tpl-1',
    number: 1,
    cycle: 0,
    started_at: new Date(),
    ...row,
    id,
  });
  return id;
}

/** A grant of a user; answers its id. */
export async function insertGrant(core: StorageCore, row: Row): Promise<string> {
  const id = uuidv7();
  await insertRow(core, 'grants', {
    app_id: 'wx-test',
    template_id: 'tpl-1',
    state: 'available',
    evidence: 'reported',
    obtained_at: new Date(),
    ...row,
    id,
  });
  return id;
}
