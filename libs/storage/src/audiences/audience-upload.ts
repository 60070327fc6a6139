import { v7 as uuidv7 } from 'uuid';
import { callFunction } from '../hot-path/call-function.ts';
import type { UserDeps } from '../repositories/user-row.ts';
import { audienceColumns, type AudienceRow, type NewRecipient } from './audience-row.ts';

/** How an audience of source `upload` gets its recipients: whole, or none. */
export type AudienceUpload = {
  /**
   * Begins anew: what an earlier upload brought is gone, and an earlier one that still runs is shut out. Null: the audience is not
   * there, is not of an upload, or was started.
   */
  beginUpload(audienceId: string): Promise<string | null>;
  /** The next lines, in order. False: another upload began meanwhile, nothing was stored. */
  addRecipients(input: {
    audienceId: string;
    uploadId: string;
    recipients: readonly NewRecipient[];
  }): Promise<boolean>;
  /** All lines are there: counts them, and lets it start by itself if it is to and none has problems. Null: shut out. */
  endUpload(input: { audienceId: string; uploadId: string }): Promise<AudienceRow | null>;
  /** What a broken upload brought goes at once. */
  dropUpload(input: { audienceId: string; uploadId: string }): Promise<void>;
};

export function createAudienceUpload(core: UserDeps): AudienceUpload {
  const { database } = core;
  return {
    async beginUpload(audienceId) {
      const uploadId = uuidv7();
      return database.transaction(async (query) => {
        const begun = await query(beginStatement, [audienceId, uploadId]);
        if (begun.length === 0) return null;
        await query(emptyStatement, [audienceId]);
        return uploadId;
      });
    },
    async addRecipients({ audienceId, uploadId, recipients }) {
      // A promise for each of a hundred thousand lines would weigh more than the lines: only phones need one.
      const rows = recipients.map((one) => writeRecipient(one));
      for (const [at, { line, phone }] of recipients.entries())
        if (phone !== null && rows[at]?.state === 'waiting')
          Object.assign(rows[at], await sealPhone(core, { audienceId, line, phone }));
      return callFunction<boolean>(database.query, {
        name: 'add_recipients',
        parameters: ['uuid', 'uuid', 'json'],
        values: [audienceId, uploadId, JSON.stringify(rows)],
      });
    },
    async endUpload({ audienceId, uploadId }) {
      const ended = await database.query(endStatement, [audienceId, uploadId]);
      if (ended.length === 0) return null;
      const [row] = await database.query<AudienceRow>(
        `select ${audienceColumns} from audiences where id = $1`,
        [audienceId],
      );
      return row ?? null;
    },
    async dropUpload({ audienceId, uploadId }) {
      // Two statements: a stretch whose answer was lost may still be storing, and only what began after it had ended sees its rows.
      await database.transaction(async (query) => {
        const shut = await query(shutStatement, [audienceId, uploadId]);
        if (shut.length > 0) await query(emptyStatement, [audienceId]);
      });
    },
  };
}

type StoredLine = { line: number; state: 'waiting' | 'invalid' };

function writeRecipient({
  line,
  problems,
  userId,
  openid,
  phone,
  unionid,
  variables,
}: NewRecipient): StoredLine {
  if (problems.length > 0) return { line, state: 'invalid', problems } as StoredLine;
  const state = 'waiting';
  if (userId !== null) return { line, state, variables, user_id: userId } as StoredLine;
  if (phone !== null) return { line, state, variables } as StoredLine;
  const key = openid === null ? `unionid:${unionid ?? ''}` : `openid:${openid}`;
  return { line, state, variables, openid, unionid, to_key: key } as StoredLine;
}

async function sealPhone(
  core: UserDeps,
  { audienceId, line, phone }: { audienceId: string; line: number; phone: string },
): Promise<object> {
  const hash = (await core.phoneIndex.hash(phone)).toString('hex');
  const cipher = core.vault.encrypt(phone, placeOfPhone(audienceId, line)).toString('hex');
  return { to_key: `phone:${hash}`, phone_hash: hash, phone_cipher: cipher };
}

/** Where the phone of a recipient is sealed to. */
export const placeOfPhone = (audienceId: string, line: number) =>
  ({
    table: 'audience_recipients',
    column: 'phone_cipher',
    owner: `${audienceId}/${String(line)}`,
  }) as const;

const beginStatement = `
  update audiences
  set state = 'open', upload_id = $2, total = 0, invalid = 0, duplicates = 0, ready_at = null,
    updated_at = case when state = 'ready' then clock_timestamp() else updated_at end
  where id = $1 and source = 'upload' and state in ('open', 'ready')
  returning id`;

const endStatement = `
  update audiences a
  set total = c.good, invalid = c.bad, duplicates = c.twice, upload_id = null, ready_at = clock_timestamp(),
    updated_at = clock_timestamp(), paced_until = clock_timestamp(),
    state = case when a.starts_by_itself and c.bad = 0 and c.good > 0 then 'running' else 'ready' end,
    started_at = case when a.starts_by_itself and c.bad = 0 and c.good > 0 then clock_timestamp() end
  from (
    select count(*) filter (where r.state = 'waiting') as good, count(*) filter (where r.state = 'invalid') as bad,
      count(*) filter (where r.state = 'duplicate') as twice
    from audience_recipients r where r.audience_id = $1
  ) c
  where a.id = $1 and a.upload_id = $2 and a.state = 'open'
  returning a.id`;

const shutStatement = `
  update audiences set upload_id = null where id = $1 and upload_id = $2 and state = 'open' returning id`;

const emptyStatement = 'delete from audience_recipients where audience_id = $1';
