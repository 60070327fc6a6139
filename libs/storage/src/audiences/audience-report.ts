import type { PushState } from '@yuexin/domain';
import type { FieldProblem } from '@yuexin/errors';
import { callFunction } from '../hot-path/call-function.ts';
import type { Database } from '../database/open-database.ts';
import { decodeCursor, toPage, type Page } from '../repositories/cursor.ts';
import type { RecipientState } from './audience-row.ts';

/** What starting it would do now. */
export type AudienceForecast = {
  wouldSend: number;
  /** By the app's sending rules: until later, or, dropped or held beyond their end, for good. */
  wouldBeHeld: number;
  wouldBeDropped: number;
  wouldPark: number;
  wouldWaitForLogin: number;
  wouldRefuse: number;
  grantsSpent: number;
};

/** Pushes of an audience that are alike. */
export type AudiencePushCount = {
  /** Null: ended so long ago that its row is gone. */
  state: PushState | null;
  reason: string | null;
  errcode: number | null;
  count: number;
};

export type RecipientRow = {
  line: number;
  state: RecipientState;
  openid: string | null;
  pushId: string | null;
  pushState: PushState | null;
  pushReason: string | null;
  errcode: number | null;
  /** Of a duplicate: the line that is kept. */
  firstLine: number | null;
  problems: FieldProblem[];
};

export type AudienceReport = {
  /** The next of its recipients behind a line; `last`: where to go on, null at the end. */
  foresee(input: {
    audienceId: string;
    after: number;
    limit: number;
  }): Promise<AudienceForecast & { walked: number; last: number | null }>;
  countPushes(audienceId: string): Promise<AudiencePushCount[]>;
  /** By the rule that keeps them from a push, most first. */
  countLeftOut(
    audienceId: string,
  ): Promise<{ state: RecipientState; rule: string; count: number }[]>;
  /** By line. `states`: null is all. */
  listRecipients(input: {
    audienceId: string;
    states: readonly RecipientState[] | null;
    limit: number;
    cursor: string | null;
  }): Promise<Page<RecipientRow>>;
};

export function createAudienceReport({ database }: { database: Database }): AudienceReport {
  return {
    foresee: ({ audienceId, after, limit }) =>
      callFunction(database.query, {
        name: 'foresee_audience',
        parameters: ['uuid', 'integer', 'integer'],
        values: [audienceId, after, limit],
      }),
    countPushes: (audienceId) => database.query(pushesStatement, [audienceId]),
    countLeftOut: (audienceId) => database.query(leftOutStatement, [audienceId]),
    async listRecipients({ audienceId, states, limit, cursor }) {
      const list = `recipients ${audienceId}`;
      const after = Number(decodeCursor(list, cursor, isLine)?.[0] ?? 0);
      const statement = recipientsStatementOf(states);
      const values = [audienceId, after, limit + 1, ...(states === null ? [] : [states])];
      const rows = await database.query<RecipientRow>(statement, values);
      const keyOf = ({ line }: RecipientRow) => [String(line)];
      return toPage({ rows, limit, list, keyOf, show: (row) => row });
    },
  };
}

const isLine = (key: string[]): boolean => key.length === 1 && /^\d{1,9}$/.test(key[0] ?? '');

/** In the words of the index of those who are left out, which many recipients more do not make longer. */
const isLeftOut = '(r.problems is not null or r.first_line is not null)';
const leftOutStates: readonly string[] = ['refused', 'duplicate', 'invalid'];

const pushesStatement = `
  select p.state, p.reason ->> 'code' as reason, (p.reason ->> 'errcode')::integer as errcode, count(*) as count
  from audience_recipients r
  left join pushes p on p.id = r.push_id
  where r.audience_id = $1 and r.state = 'accepted'
  group by 1, 2, 3
  order by count desc, 1, 2, 3`;

const leftOutStatement = `
  select r.state, coalesce(r.problems -> 0 ->> 'rule', 'duplicate') as rule, count(*) as count
  from audience_recipients r
  where r.audience_id = $1 and ${isLeftOut}
  group by 1, 2
  order by count desc, 1, 2`;

const selectRecipients = `
  select r.line, r.state, coalesce(u.openid, r.openid) as openid, r.push_id as "pushId", p.state as "pushState",
    p.reason ->> 'code' as "pushReason", (p.reason ->> 'errcode')::integer as errcode, r.first_line as "firstLine",
    coalesce(r.problems, '[]') as problems
  from audience_recipients r
  left join users u on u.id = r.user_id
  left join pushes p on p.id = r.push_id
  where r.audience_id = $1 and r.line > $2`;

function recipientsStatementOf(states: readonly string[] | null): string {
  const ofStates = states === null ? '' : 'and r.state = any ($4)';
  const ofIndex = states?.every((state) => leftOutStates.includes(state)) ? `and ${isLeftOut}` : '';
  return `${selectRecipients} ${ofStates} ${ofIndex} order by r.line limit $3`;
}
