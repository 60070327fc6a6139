import { beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { insertGrant, insertPush, insertRow } from '../test-support/insert-rows.ts';
import { openTestCore } from '../test-support/open-test-core.ts';
import { createAppRepository } from './app.repository.ts';
import { createGrantRepository } from './grant.repository.ts';
import { createUserRepository } from './user.repository.ts';

const { core } = await openTestCore();
const grants = createGrantRepository(core);
let userId = '';
let otherId = '';

beforeAll(async () => {
  await createAppRepository(core).create({ appId: 'wx-test', name: 'x', appSecret: 'x' });
  const users = createUserRepository(core);
  userId = (await users.register('wx-test', 'o-1')).id;
  otherId = (await users.register('wx-test', 'o-2')).id;
});

const answer = (
  templateId: string,
  result: string,
  minute: number,
  { user = userId, kind = result === 'change-reject' ? 'witnessed' : 'reported' } = {},
) =>
  insertRow(core, 'grant_evidence', {
    ...{ id: uuidv7(), app_id: 'wx-test', user_id: user, template_id: templateId, kind, result },
    at: new Date(Date.UTC(2026, 0, 1, 8, minute)),
  });

describe('grants of a user', () => {
  it('when grants arrive while pages are read, then every older one is shown once, newest first', async () => {
    const ids: string[] = [];
    for (let made = 0; made < 5; made += 1) ids.push(await insertGrant(core, { user_id: userId }));
    await insertGrant(core, { user_id: otherId });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await grants.listByUser({ userId, limit: 2, cursor });
      seen.push(...page.items.map((grant) => grant.id));
      cursor = page.nextCursor;
      await insertGrant(core, { user_id: userId, template_id: 'tpl-later' });
    } while (cursor !== null);
    expect(seen).toEqual(ids.toReversed());
  });

  it('when a template is given, then only its grants are shown, with their evidence', async () => {
    const pushId = uuidv7();
    const id = await insertGrant(core, {
      ...{ user_id: userId, template_id: 'tpl-void', state: 'void', void_reason: '43101' },
      ...{ evidence: 'both', is_standing: true, is_doubtful: true, push_id: pushId },
    });
    const page = await grants.listByUser({
      userId,
      templateId: 'tpl-void',
      limit: 5,
      cursor: null,
    });
    expect(page.items).toEqual([
      {
        ...{ id, templateId: 'tpl-void', state: 'void', voidReason: '43101', evidence: 'both' },
        ...{ isStanding: true, isDoubtful: true, pushId, purpose: null, keptUntil: null },
        ...{ obtainedAt: expect.any(Date), updatedAt: expect.any(Date) },
      },
    ]);
  });
});

describe('facts for the planner', () => {
  const factOf = async (templateId: string) =>
    (await grants.askFacts(userId)).find((fact) => fact.templateId === templateId);

  it('when grants, parked pushes and answers exist, then each template tells all of them', async () => {
    await insertGrant(core, { user_id: userId, template_id: 'f-1' });
    await insertGrant(core, { user_id: userId, template_id: 'f-1', state: 'spent' });
    await insertPush(core, { user_id: userId, template_id: 'f-1', state: 'parked' });
    await insertPush(core, { user_id: userId, template_id: 'f-1', state: 'parked' });
    await insertPush(core, { user_id: userId, template_id: 'f-1', state: 'sent' });
    await answer('f-1', 'accept', 5);
    await answer('f-1', 'reject', 9, { user: otherId });
    expect(await factOf('f-1')).toEqual({
      ...{ templateId: 'f-1', available: 1, parked: 2, hasStandingReject: false },
      lastAskedAt: new Date(Date.UTC(2026, 0, 1, 8, 5)),
      refusalsInRow: 0,
    });
  });

  it('when the user said "not this time", then that is no standing reject', async () => {
    await answer('f-2', 'reject', 1);
    expect(await factOf('f-2')).toMatchObject({
      hasStandingReject: false,
      available: 0,
      parked: 0,
    });
  });

  it('when a refusal is told by the mini program and by an event, then it is one; an accept ends the count', async () => {
    await answer('f-5', 'reject', 1);
    await answer('f-5', 'accept', 2);
    expect((await factOf('f-5'))!.refusalsInRow).toBe(0);
    await answer('f-5', 'reject', 3);
    await answer('f-5', 'reject', 3, { kind: 'witnessed' });
    await answer('f-5', 'reject', 4, { kind: 'witnessed' });
    await answer('f-5', 'reject', 5, { user: otherId });
    await answer('f-5', 'change-reject', 6);
    expect((await factOf('f-5'))!.refusalsInRow).toBe(2);
  });

  it('when the newest answer is a ban, then it stands until an accept', async () => {
    await answer('f-3', 'accept', 1);
    await answer('f-3', 'ban', 2);
    expect((await factOf('f-3'))!.hasStandingReject).toBe(true);
    await answer('f-3', 'acceptWithAudio', 3);
    expect((await factOf('f-3'))!.hasStandingReject).toBe(false);
  });

  it('when the user rejected in the settings, then it stands and does not count as asked', async () => {
    await answer('f-4', 'change-reject', 1);
    expect(await factOf('f-4')).toMatchObject({ hasStandingReject: true, lastAskedAt: null });
  });
});
