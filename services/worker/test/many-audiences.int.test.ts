import { expect, test } from '@jest/globals';
import { markTemplates } from '@yuexin/domain';
import { createApp, createTemplate, createTestStorage } from '@yuexin/testkit';
import { createAudienceSweep } from './support/audience-sweep.ts';

const { storage, testDatabase } = await createTestStorage();

/** Audiences of an app of their own, of nobody yet. */
async function begin(state: 'running' | 'collecting', count: number): Promise<string> {
  const { appId } = await createApp({ storage });
  const { templateId } = await createTemplate({ storage, appId });
  const template = (await storage.templates.find(appId, templateId))!;
  await testDatabase.run(
    `insert into audiences (id, app_id, template_id, caller_id, actor, source, push, parks_unknown, template_mark,
       rate_per_second, starts_by_itself, state, paced_until)
     select new_uuid_v7(), '${appId}', '${templateId}', new_uuid_v7(), 'test', 'grant-holders',
       '${JSON.stringify({ templateId })}', true, '${markTemplates([template])}', 10, false, '${state}', now()
     from generate_series(1, ${count})`,
  );
  return appId;
}

const statesOf = async (appId: string): Promise<string[]> => {
  const rows = await testDatabase.read<{ state: string }>(
    `select distinct state from audiences where app_id = '${appId}'`,
  );
  return rows.map(({ state }) => state);
};

test('when a hundred audiences are held, then those that began after them have their turn all the same', async () => {
  const held = await begin('running', 100);
  await storage.apps.pause({
    ...{ appId: held, kind: 'operator', until: null },
    reason: { code: 'operator', message: 'a test' },
  });
  const behind = await begin('collecting', 1);
  const { run } = createAudienceSweep(storage);
  await run();
  expect(await statesOf(behind)).toEqual(['collecting']);
  await run();
  expect([await statesOf(held), await statesOf(behind)]).toEqual([['running'], ['ready']]);
});
