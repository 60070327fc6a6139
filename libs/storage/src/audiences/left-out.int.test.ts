import { expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { insertRow } from '../test-support/insert-rows.ts';
import { openTestLedger } from '../test-support/open-test-ledger.ts';
import { readIndexReads } from '../test-support/read-index-reads.ts';
import { createAudienceReport } from './audience-report.ts';

const MANY = 5_000;

// One connection, which tells what it read.
const ledger = await openTestLedger({ poolMax: 1 });
const { query } = ledger;

test('a page of those who are left out reads no more of an audience whose other recipients are many', async () => {
  const app = await ledger.newApp();
  const audienceId = uuidv7();
  await insertRow(ledger.core, 'audiences', {
    ...{ id: audienceId, app_id: app.appId, template_id: app.templateId, caller_id: uuidv7() },
    ...{ actor: 'key:test', source: 'upload', push: {}, parks_unknown: false, template_mark: '' },
    ...{ rate_per_second: 100, starts_by_itself: false, state: 'ready' },
  });
  await query(
    `insert into audience_recipients (audience_id, line, state, first_line, problems)
     select $1, n, case n when 3 then 'duplicate' when $2 then 'invalid' else 'waiting' end,
       case n when 3 then 1 end, case n when $2 then '[{"rule": "json"}]'::jsonb end
     from generate_series(1, $2::integer) n`,
    [audienceId, MANY],
  );
  await query('vacuum analyze audience_recipients');
  const report = createAudienceReport({ database: ledger.core.database });
  const before = await readIndexReads(query);
  const page = await report.listRecipients({
    ...{ audienceId, states: ['refused', 'duplicate', 'invalid'], limit: 10, cursor: null },
  });
  const counts = await report.countLeftOut(audienceId);
  const after = await readIndexReads(query);
  expect(page.items.map(({ line, state }) => [line, state])).toEqual([
    [3, 'duplicate'],
    [MANY, 'invalid'],
  ]);
  expect(counts.map(({ state, rule }) => [state, rule])).toEqual([
    ['duplicate', 'duplicate'],
    ['invalid', 'json'],
  ]);
  const walked = [...after].filter(([name, reads]) => reads - (before.get(name) ?? 0) > 100);
  expect(walked.filter(([name]) => name.startsWith('audience_recipients'))).toEqual([]);
});
