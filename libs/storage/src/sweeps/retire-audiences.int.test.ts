import { expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { openTestLedger } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { query, sweeps } = ledger;

const keepDays = {
  ...{ pushes: 30, events: 10, audit: 10, heartbeats: 1 },
  ...{ reports: 30, evidence: 31, drift: 30, logins: 30 },
};
const retire = (limit = 500) => sweeps.retire({ limit, keepDays });

type Age = { made: number; touched: number; finished?: number };

/** An audience with five recipients; ages are in days. */
async function insert(state: string, { made, touched, finished }: Age): Promise<string> {
  const { appId } = await ledger.newApp();
  const id = uuidv7({ msecs: Date.now() - made * 86_400_000 });
  await query(
    `insert into audiences (id, app_id, template_id, caller_id, actor, source, push, parks_unknown, template_mark,
       rate_per_second, starts_by_itself, state, total, updated_at, finished_at)
     values ($1, $2, 't', $1, 'test', 'upload', '{}', true, 'm', 10, false, $3, 5, now() - $4 * interval '1 day',
       now() - $5 * interval '1 day')`,
    [id, appId, state, touched, finished ?? null],
  );
  await query(
    `insert into audience_recipients (audience_id, line, state, phone_cipher, variables)
     select $1, n, 'waiting', 'sealed', '{}' from generate_series(2, 6) n`,
    [id],
  );
  return id;
}

const stateOf = async (id: string): Promise<string | null> => {
  const [row] = await query<{ state: string }>('select state from audiences where id = $1', [id]);
  return row?.state ?? null;
};
const recipientsOf = async (id: string): Promise<number> => {
  const text = 'select count(*)::integer as n from audience_recipients where audience_id = $1';
  return (await query<{ n: number }>(text, [id]))[0]!.n;
};

test.each<[string, Age]>([
  ['paused', { made: 40, touched: 35 }],
  ['ready', { made: 40, touched: 35 }],
  ['open', { made: 40, touched: 35 }],
  ['done', { made: 40, touched: 35, finished: 35 }],
  ['cancelled', { made: 40, touched: 35, finished: 35 }],
  ['cancelled', { made: 40, touched: 35 }],
])(
  'an audience that is %s for longer than it is kept goes, with its phones: %j',
  async (...given) => {
    const id = await insert(...given);
    expect(await retire()).toBe(6);
    expect([await stateOf(id), await recipientsOf(id)]).toEqual([null, 0]);
  },
);

test.each<[string, Age]>([
  ['paused', { made: 40, touched: 20 }],
  ['ready', { made: 40, touched: 20 }],
  ['done', { made: 40, touched: 20, finished: 20 }],
  ['cancelled', { made: 40, touched: 20, finished: 20 }],
  ['running', { made: 40, touched: 40 }],
  ['collecting', { made: 40, touched: 40 }],
])('an audience that is %s stays, however long ago it was made: %j', async (...given) => {
  const id = await insert(...given);
  expect(await retire()).toBe(0);
  expect([await stateOf(id), await recipientsOf(id)]).toEqual([given[0], 5]);
});

test('when a part of it is gone, then nobody can carry on with the rest, and the rest goes', async () => {
  const id = await insert('paused', { made: 40, touched: 35 });
  await retire(2);
  expect([await stateOf(id), await recipientsOf(id)]).toEqual(['cancelled', 3]);
  await retire(2);
  await retire(2);
  expect(await stateOf(id)).toBe(null);
});

test('when it is resumed at that moment, then it stays whole', async () => {
  const id = await insert('paused', { made: 40, touched: 35 });
  await ledger.core.database.entities((manager) =>
    manager.transaction(async (transaction) => {
      await transaction.query(
        `update audiences set state = 'running', updated_at = now() where id = $1`,
        [id],
      );
      expect(await retire()).toBe(0);
    }),
  );
  expect(await retire()).toBe(0);
  expect([await stateOf(id), await recipientsOf(id)]).toEqual(['running', 5]);
});
