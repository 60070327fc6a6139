import { showId } from '@yuexin/domain';
import type pg from 'pg';
import { callJson } from '../../local-stack/call-json.ts';
import { benchTemplate } from '../upstream/bench-template.ts';

/** What there is to ask for. */
export type PageSamples = {
  appId: string;
  templateId: string;
  audienceId: string;
  /** In every state. */
  pushes: readonly string[];
  openids: readonly string[];
  phones: readonly string[];
  bizIds: readonly string[];
  rids: readonly string[];
  endpoints: readonly string[];
  replays: readonly string[];
};

const SAMPLES = 40;
const phoneOf = (number: number): string => `+86138${String(number).padStart(8, '0')}`;

/** Binds phones to some users of the past, and reads what else there is. */
export async function readSamples(input: {
  sql: pg.Pool;
  apiUrl: string;
  key: string;
  appId: string;
  users: number;
}): Promise<PageSamples> {
  const { sql, apiUrl, key, appId, users } = input;
  const chosen = Array.from({ length: SAMPLES }, (_, at) => Math.floor((at * users) / SAMPLES));
  const people = chosen.map((number) => ({
    openid: `o-past-${String(number)}`,
    phone: phoneOf(number),
  }));
  const url = `${apiUrl}/v1/apps/${appId}/users`;
  await callJson(url, { method: 'PUT', key, body: { users: people } });
  const read = async (query: string): Promise<string[]> => {
    const { rows } = await sql.query<{ value: string }>(query);
    return rows.map(({ value }) => value);
  };
  const ids = async (kind: Parameters<typeof showId>[0], query: string): Promise<string[]> =>
    (await read(query)).map((id) => showId(kind, id));
  const [audienceId = ''] = await ids('audience', aRecipients);
  return {
    ...{ appId, templateId: benchTemplate.priTmplId, audienceId },
    openids: people.map(({ openid }) => openid),
    phones: people.map(({ phone }) => phone),
    pushes: await ids('push', someOfEach),
    bizIds: await read(`select biz_id as value from pushes limit ${SAMPLES}`),
    rids: await read(`select rid as value from attempts where rid is not null limit ${SAMPLES}`),
    endpoints: await ids('endpoint', 'select id as value from webhook_endpoints'),
    replays: await ids('replay', `select id as value from replays limit ${SAMPLES}`),
  };
}

const aRecipients = 'select audience_id as value from audience_recipients limit 1';

const someOfEach = `
  select p.id as value
  from (select distinct state from pushes) s
  cross join lateral (select id from pushes where state = s.state order by id desc limit 4) p`;
