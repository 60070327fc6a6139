import { describe, expect, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { v7 as uuidv7 } from 'uuid';
import { openTestLedger } from '../test-support/open-test-ledger.ts';
import { createAudienceUpload } from './audience-upload.ts';

const ledger = await openTestLedger({ poolMax: 4 });
const { core, query } = ledger;
const uploads = createAudienceUpload(core);

async function insertOpen(): Promise<string> {
  const { appId } = await ledger.newApp();
  const id = uuidv7();
  await query(
    `insert into audiences (id, app_id, template_id, caller_id, actor, source, push, parks_unknown, template_mark,
       rate_per_second, starts_by_itself, state)
     values ($1, $2, 't', $1, 'test', 'upload', '{}', true, 'm', 10, false, 'open')`,
    [id, appId],
  );
  return id;
}

const rowsOf = (line: number): string => {
  const row = { line, state: 'waiting', to_key: `openid:o-${line}`, openid: `o-${line}` };
  return JSON.stringify([row]);
};
const storeText = 'select add_recipients($1, $2, $3) as stored';

async function recipientsOf(audienceId: string): Promise<number> {
  const text = 'select count(*)::integer as n from audience_recipients where audience_id = $1';
  return (await query<{ n: number }>(text, [audienceId]))[0]!.n;
}

describe('An upload that breaks off', () => {
  test('while a stretch is still being stored, then its rows go as well, and later ones are shut out', async () => {
    const audienceId = await insertOpen();
    const uploadId = (await uploads.beginUpload(audienceId))!;
    const upload = { audienceId, uploadId };
    let dropping: Promise<void> = Promise.resolve();
    await core.database.transaction(async (store) => {
      await store(storeText, [audienceId, uploadId, rowsOf(2)]);
      dropping = uploads.dropUpload(upload);
      await eventually(async () => {
        const waiting = await core.database.query(
          "select 1 as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
        expect(waiting).toHaveLength(1);
      });
    });
    await dropping;
    expect(await recipientsOf(audienceId)).toBe(0);
    expect(await query(storeText, [audienceId, uploadId, rowsOf(3)])).toEqual([{ stored: false }]);
  });

  test('when another began meanwhile, then what that one brought stays', async () => {
    const audienceId = await insertOpen();
    const first = (await uploads.beginUpload(audienceId))!;
    const second = (await uploads.beginUpload(audienceId))!;
    await query(storeText, [audienceId, second, rowsOf(2)]);
    await uploads.dropUpload({ audienceId, uploadId: first });
    expect(await recipientsOf(audienceId)).toBe(1);
  });
});
