import type { FieldProblem } from '@yuexin/errors';
import { callFunction } from '../hot-path/call-function.ts';
import { writePushes } from '../hot-path/write-pushes.ts';
import { readDue, type StoredDuePush } from '../hot-path/due-push.ts';
import type { DuePush, NewPush } from '../hot-path.ts';
import type { UserDeps } from '../repositories/user-row.ts';
import type { AudiencePush, WaitingRecipient } from './audience-row.ts';
import { placeOfPhone } from './audience-upload.ts';

/** An audience that the worker has to carry on. */
export type AudienceAtWork = {
  id: string;
  appId: string;
  callerId: string;
  state: 'collecting' | 'running';
  push: AudiencePush;
  templateMark: string;
  expiresAt: Date | null;
  /** Where the walk over the users stands, and where the sending. */
  cursorOpenid: string;
  cursorLine: number;
  heldFor: string | null;
  /** Pushes that its rate allows now. */
  allowed: number;
  /** All keys of whoever made it have ended. */
  hasCallerEnded: boolean;
  isAppPaused: boolean;
};

export type AudienceStep =
  | { kind: 'stepped'; due: DuePush[]; accepted: number; parked: number; refused: number }
  /** Another worker went on, it does not run any more, or its rate does not allow it yet. Nothing was changed. */
  | { kind: 'stale' };

export type CollectStep =
  { kind: 'stepped'; last: string | null; added: number; isDone: boolean } | { kind: 'stale' };

/** What the worker needs to carry an audience out. */
export type AudienceRun = {
  /** A hundred at most behind `after`, those that began first to begin with; `next`: behind which to go on, null: these are the last. */
  listAtWork(after: string | null): Promise<{ audiences: AudienceAtWork[]; next: string | null }>;
  /** Looks at the next `limit` users of its app behind `after` for those who hold a grant. May be asked for twice: the place is the fence. */
  collect(input: { audienceId: string; after: string; limit: number }): Promise<CollectStep>;
  /** The next recipients behind a line, at most `limit`: fewer are the last. */
  listWaiting(input: {
    audienceId: string;
    after: number;
    limit: number;
  }): Promise<WaitingRecipient[]>;
  /**
   * Accepts the pushes, writes what becomes of each recipient and moves on from line `after` to `through`, in one transaction. May be
   * asked for twice: the place is the fence. Throws when the database refuses one of the pushes; nothing is done then.
   */
  step(input: {
    audienceId: string;
    after: number;
    through: number;
    isDone: boolean;
    pushes: readonly { line: number; push: NewPush }[];
    refused: readonly { line: number; problems: readonly FieldProblem[] }[];
  }): Promise<AudienceStep>;
  /** Says what it waits for; null: nothing. */
  hold(audienceId: string, heldFor: string | null): Promise<void>;
  /** It stops for a person to look at. False: it did not run any more. */
  stop(audienceId: string, reason: { code: string; message: string }): Promise<boolean>;
};

type StoredStep = Exclude<AudienceStep, { kind: 'stale' }> & { due: StoredDuePush[] };
type StoredRecipient = Omit<WaitingRecipient, 'phone'> & { phoneCipher: Buffer | null };

export function createAudienceRun(core: UserDeps): AudienceRun {
  const { database, vault } = core;
  return {
    async listAtWork(after) {
      const audiences = await database.query<AudienceAtWork>(atWorkStatement, [after ?? noId]);
      return { audiences, next: audiences.length < atOnce ? null : (audiences.at(-1)?.id ?? null) };
    },
    collect: ({ audienceId, after, limit }) =>
      callFunction<CollectStep>(database.query, {
        name: 'collect_recipients',
        parameters: ['uuid', 'text', 'integer'],
        values: [audienceId, after, limit],
      }),
    async listWaiting({ audienceId, after, limit }) {
      const rows = await database.query<StoredRecipient>(waitingStatement, [
        ...[audienceId, after, limit],
      ]);
      return rows.map(({ phoneCipher, ...row }) => ({
        ...row,
        phone:
          phoneCipher === null
            ? null
            : vault.decrypt(phoneCipher, placeOfPhone(audienceId, row.line)),
      }));
    },
    async step({ audienceId, after, through, isDone, pushes, refused }) {
      const { isOnTerms, json } = await writePushes(
        core,
        pushes.map(({ push }) => push),
      );
      const answer = await callFunction<StoredStep | { kind: 'stale' }>(database.query, {
        name: 'step_audience',
        parameters: [
          ...['uuid', 'integer', 'integer', 'boolean', 'boolean', 'integer[]', 'json'],
          ...['integer[]', 'jsonb'],
        ],
        values: [
          ...[audienceId, after, through, isDone, isOnTerms],
          ...[pushes.map(({ line }) => line), pushes.length === 0 ? null : json],
          ...[refused.map(({ line }) => line), JSON.stringify(refused.map((one) => one.problems))],
        ],
      });
      return answer.kind === 'stale' ? answer : { ...answer, due: readDue(answer.due) };
    },
    async hold(audienceId, heldFor) {
      await database.query(
        `update audiences set held_for = $2 where id = $1 and state = 'running'`,
        [...[audienceId, heldFor]],
      );
    },
    async stop(audienceId, reason) {
      const rows = await database.query(stopStatement, [audienceId, JSON.stringify(reason)]);
      return rows.length > 0;
    },
  };
}

const atOnce = 100;
const noId = '00000000-0000-0000-0000-000000000000';

/** At most two seconds of rate are made up for. */
const atWorkStatement = {
  name: 'list-audiences-at-work',
  text: `
    select a.id, a.app_id as "appId", a.caller_id as "callerId", a.state, a.push, a.template_mark as "templateMark",
      a.expires_at as "expiresAt", a.cursor_openid as "cursorOpenid", a.cursor_line as "cursorLine",
      a.held_for as "heldFor", has_caller_ended(a.caller_id) as "hasCallerEnded",
      floor(extract(epoch from now()
        - greatest(a.paced_until, now() - interval '2 seconds')) * a.rate_per_second)::integer as allowed,
      p.pause_kind is not null and coalesce(p.paused_until > now(), true) as "isAppPaused"
    from audiences a
    join apps p on p.app_id = a.app_id
    where a.state in ('collecting', 'running') and a.id > $1
    order by a.id
    limit ${atOnce}`,
};

const waitingStatement = {
  name: 'list-waiting-recipients',
  text: `
    select line, user_id as "userId", openid, unionid, phone_cipher as "phoneCipher", variables
    from audience_recipients
    where audience_id = $1 and line > $2 and state = 'waiting'
    order by line
    limit $3`,
};

const stopStatement = `
  update audiences set state = 'paused', reason = $2, held_for = null, updated_at = clock_timestamp()
  where id = $1 and state = 'running'
  returning id`;
