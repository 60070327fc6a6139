import { expect } from '@jest/globals';
import type { SendingRules } from '../entities/app.entity.ts';
import type { NewPush } from '../hot-path.ts';
import { createAppRepository } from '../repositories/app.repository.ts';
import { findBrokenInvariants } from './find-broken-invariants.ts';
import { accepted, type TestLedger } from './open-test-ledger.ts';

/** An app that keeps grants for their purposes (ADR 0032), with one user. */
export async function newKeepingApp(
  ledger: TestLedger,
  rules: SendingRules = { keepForPurposeSeconds: 3600 },
) {
  const { query } = ledger;
  const app = await ledger.newApp();
  const userId = await app.newUser();
  await createAppRepository(ledger.core).setSendingRules(app.appId, rules);
  const push = (change: Partial<NewPush> = {}) => app.push(userId, change);
  const stateOf = async (id: string) => (await ledger.read(id)).state;
  const claim = async (id: string) => ledger.claim(id, (await ledger.read(id)).cycle);
  const take = async (id: string) => ledger.take(id, (await ledger.read(id)).cycle);
  /** Of each grant its purpose and its state, oldest first. */
  const grants = async () => {
    const rows = await query<{ told: string }>(
      `select coalesce(purpose, '-') || ' ' || state as told from grants where user_id = $1 order by obtained_at, id`,
      [userId],
    );
    return rows.map(({ told }) => told);
  };
  const send = async (id: string) => {
    await ledger.settle(await take(id), accepted());
  };
  /** What is kept has been kept long enough. */
  const timeIsOver = () =>
    query(`update grants set kept_until = now() where user_id = $1 and kept_until is not null`, [
      userId,
    ]);
  const holds = async () => expect(await findBrokenInvariants(query)).toEqual([]);
  return { app, userId, push, stateOf, claim, take, grants, send, timeIsOver, holds };
}
