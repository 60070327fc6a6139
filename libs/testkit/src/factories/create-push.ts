import { v7 as uuidv7 } from 'uuid';
import type { NewPush, PushRow, Storage } from '@yuexin/storage';

/** A push accepted for a user, as accept leaves it (queued, parked, scheduled). Throws when it was not stored. */
export async function createPush(
  input: {
    storage: Storage;
    appId: string;
    templateId: string;
    userId: string | null;
  } & Partial<NewPush>,
): Promise<PushRow> {
  const { storage, ...given } = input;
  const push: NewPush = { ...defaults(), ...given };
  const { results } = await storage.hotPath.acceptPushes([push]);
  const result = results[0];
  if (result?.kind !== 'created')
    throw new Error(`The push was not created: ${result?.kind ?? '-'}`);
  const row = await storage.pushes.find(push.id);
  if (row === null) throw new Error('The push just created is gone.');
  return row;
}

function defaults() {
  const ttlSeconds = 604_800;
  return {
    id: uuidv7(),
    callerId: '00000000-0000-7000-8000-000000000001',
    toPhone: null,
    toUnionid: null,
    data: { thing1: { value: '【广州】-->【上海】' }, thing2: { value: '钢材 32 吨' } },
    page: null,
    lang: 'zh_CN',
    miniprogramState: 'formal',
    priority: 'normal',
    onNoGrant: 'park',
    onUnconfirmed: 'reconcile',
    bizId: null,
    metadata: null,
    ttlSeconds,
    sendAt: null,
    expiresAt: new Date(Date.now() + ttlSeconds * 1_000),
    idempotency: null,
  } as const;
}
