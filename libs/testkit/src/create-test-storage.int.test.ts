import { describe, expect, it } from '@jest/globals';
import { createTestDatabase } from './create-test-database.ts';
import { createTestStorage } from './create-test-storage.ts';
import { createApp } from './factories/create-app.ts';
import { createPush } from './factories/create-push.ts';
import { createTemplate } from './factories/create-template.ts';
import { createUser } from './factories/create-user.ts';
import { giveGrant } from './factories/give-grant.ts';

const { storage, openAnother } = await createTestStorage();

describe('test databases', () => {
  it('when several are made at once, then each is migrated and its own', async () => {
    const made = await Promise.all([1, 2, 3].map(() => createTestDatabase()));
    expect(new Set(made.map((one) => one.name)).size).toBe(3);
    await Promise.all(made.map((one) => one.drop()));
  });

  it('when a storage is opened on one, then nothing is wrong with it', async () => {
    expect(await storage.problem()).toBeNull();
    await openAnother().ready();
  });
});

describe('factories', () => {
  it('when an app, a template and a user are made, then a push parks and a grant sets it free', async () => {
    const { appId } = await createApp({ storage });
    const { templateId } = await createTemplate({ storage, appId });
    const second = await createTemplate({ storage, appId, kind: 'long-term' });
    const { id: userId, openid } = await createUser({ storage, appId, phone: '+8613800000001' });
    expect(await storage.templates.list(appId)).toMatchObject([
      { templateId, state: 'active' },
      { templateId: second.templateId, kind: 'long-term', state: 'active' },
    ]);
    const parked = await createPush({ storage, appId, templateId, userId });
    expect(parked.state).toBe('parked');
    const due = await giveGrant({ storage, appId, openid, templateId });
    expect(due).toMatchObject([{ pushId: parked.id, appId }]);
    expect((await storage.pushes.find(parked.id))!.state).toBe('queued');
    expect(await storage.users.balances(userId)).toMatchObject({ [templateId]: { available: 1 } });
  });
});
