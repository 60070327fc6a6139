import { AppsAndKeys1764000000001 } from './0001-apps-and-keys.ts';
import { UsersAndLogins1764000000002 } from './0002-users-and-logins.ts';
import { Templates1764000000003 } from './0003-templates.ts';
import { PushesAndAttempts1764000000004 } from './0004-pushes-and-attempts.ts';
import { Grants1764000000005 } from './0005-grants.ts';
import { Events1764000000006 } from './0006-events.ts';
import { Upkeep1764000000007 } from './0007-upkeep.ts';
import { Replays1764000000008 } from './0008-replays.ts';
import { Verdicts1764000000009 } from './0009-verdicts.ts';
import { Limits1764000000010 } from './0010-limits.ts';
import { Callbacks1764000000011 } from './0011-callbacks.ts';
import { PushMinutes1764000000012 } from './0012-push-minutes.ts';
import { QueueWatch1764000000013 } from './0013-queue-watch.ts';
import { Console1764000000014 } from './0014-console.ts';
import { KeysOfCallers1764000000015 } from './0015-keys-of-callers.ts';
import { PushTerms1764000000016 } from './0016-push-terms.ts';
import { PushChoices1764000000017 } from './0017-push-choices.ts';
import { CausesAndGrantMinutes1764000000018 } from './0018-causes-and-grant-minutes.ts';
import { ConsoleOperators1764000000019 } from './0019-console-operators.ts';
import { KeysAndSessions1764000000020 } from './0020-keys-and-sessions.ts';
import { PushTraces1764000000021 } from './0021-push-traces.ts';
import { SendingRules1764000000022 } from './0022-sending-rules.ts';
import { SupersededUnderway1764000000023 } from './0023-superseded-underway.ts';
import { Earmarks1764000000024 } from './0024-earmarks.ts';
import { Audiences1764000000025 } from './0025-audiences.ts';
import { DeadCauses1764000000027 } from './0027-dead-causes.ts';
import { RowsOfAKey1764000000028 } from './0028-rows-of-a-key.ts';
import { RivalsOfAKey1764000000029 } from './0029-rivals-of-a-key.ts';
import { RecipientsLeftOut1764000000030 } from './0030-recipients-left-out.ts';
import { RoomForRecipients1764000000031 } from './0031-room-for-recipients.ts';

/**
 * Every migration, oldest first. Append only.
 *
 * They run beside processes that write, and of the version before (ADR 0039). From 0028 on, and tests refuse the rest:
 * - Each has a transaction of its own: columns, new tables with their indexes, constraints that are `not valid`. Short, for it holds its locks until it ends.
 * - An index of a table that is there is a migration of its own, with `readonly transaction = false` and nothing but
 *   `create index concurrently …` (or `drop index concurrently if exists …`), a statement to each `query`. What comes of a build that is
 *   broken off, or meets a lock, is the runner's affair.
 * - Nothing is taken away that the version before still uses, and old rows are filled in by a sweep, not here.
 */
export const migrations = [
  AppsAndKeys1764000000001,
  UsersAndLogins1764000000002,
  Templates1764000000003,
  PushesAndAttempts1764000000004,
  Grants1764000000005,
  Events1764000000006,
  Upkeep1764000000007,
  Replays1764000000008,
  Verdicts1764000000009,
  Limits1764000000010,
  Callbacks1764000000011,
  PushMinutes1764000000012,
  QueueWatch1764000000013,
  Console1764000000014,
  KeysOfCallers1764000000015,
  PushTerms1764000000016,
  PushChoices1764000000017,
  CausesAndGrantMinutes1764000000018,
  ConsoleOperators1764000000019,
  KeysAndSessions1764000000020,
  PushTraces1764000000021,
  SendingRules1764000000022,
  SupersededUnderway1764000000023,
  Earmarks1764000000024,
  Audiences1764000000025,
  DeadCauses1764000000027,
  RowsOfAKey1764000000028,
  RivalsOfAKey1764000000029,
  RecipientsLeftOut1764000000030,
  RoomForRecipients1764000000031,
];
