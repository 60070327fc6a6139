import { reasonSchema, shownInstant, shownPush } from '@yuexin/callbacks';
import { pushStates, unconfirmedEvidence, type Outcome } from '@yuexin/domain';
import { z } from 'zod';
import { shownGrant } from '../users/user.schema.ts';
import { shownCallbackHead, shownTry } from '../webhooks/callback.schema.ts';

const outcomes: readonly Outcome['kind'][] = ['accepted', 'refused', 'not-sent', 'unconfirmed'];

const at = shownInstant;

const state = z
  .object({
    kind: z.literal('state'),
    at,
    from: z.enum(pushStates).nullable().meta({ description: 'Null: it was accepted.' }),
    to: z.enum(pushStates),
    reason: reasonSchema.nullable(),
    actor: z.string().meta({ example: 'worker' }),
    evidence: z
      .enum(unconfirmedEvidence)
      .optional()
      .meta({ description: 'What settled it, when it was unconfirmed.' }),
    replayId: z.string().optional().meta({ description: 'The replay that put it back.' }),
  })
  .meta({ id: 'TimelineState' });

const grant = z
  .object({ kind: z.literal('grant'), at, grant: shownGrant })
  .meta({ id: 'TimelineGrant' });

const attempt = { at, id: z.string(), number: z.int() };

const attemptStarted = z
  .object({
    kind: z.literal('attempt-started'),
    ...attempt,
    templateId: z.string().optional().meta({ description: 'Of a push with `fallback`.' }),
  })
  .meta({ id: 'TimelineAttemptStarted' });

const attemptFinished = z
  .object({
    kind: z.literal('attempt-finished'),
    ...attempt,
    outcome: z.enum(outcomes),
    errcode: z.int().nullable(),
    errmsg: z.string().nullable(),
    rid: z.string().nullable(),
    msgid: z.string().nullable().meta({ description: 'Text: it does not fit a double.' }),
    httpStatus: z.int().nullable(),
    cause: z.string().nullable().meta({ description: 'Why there was no answer.' }),
    durationMs: z.int().nullable(),
    isLate: z.boolean().meta({ description: 'The answer came when it decided nothing any more.' }),
  })
  .meta({ id: 'TimelineAttemptFinished' });

const event = { kind: z.literal('event'), at, createdAt: shownInstant };

/** What WeChat says became of the message. */
const sentEvent = z
  .object({
    ...event,
    type: z.literal('subscribe_msg_sent_event'),
    msgid: z.string(),
    errorCode: z.string(),
    errorStatus: z.string(),
  })
  .meta({ id: 'TimelineSentEvent' });

/** What the user said against the template while the push lived: it took the grants away. */
const refusal = z
  .object({
    ...event,
    type: z.enum(['subscribe_msg_change_event', 'ask-report']),
    result: z.enum(['ban', 'change-reject']),
  })
  .meta({ id: 'TimelineRefusal' });

const operator = z
  .object({
    kind: z.literal('operator'),
    at,
    actor: z.string(),
    action: z.string().meta({ example: 'push.cancel' }),
    reason: z.string().nullable(),
    requestId: z.string().nullable(),
  })
  .meta({ id: 'TimelineOperator' });

const callback = z
  .object({ kind: z.literal('callback'), endpointId: z.string(), ...shownCallbackHead })
  .meta({ id: 'TimelineCallback' });

const callbackAttempt = z
  .object({ kind: z.literal('callback-attempt'), id: z.string(), ...shownTry })
  .meta({ id: 'TimelineCallbackAttempt' });

const replaced = z
  .object({
    kind: z.literal('replaced'),
    at,
    pushId: z.string().meta({ description: 'The push whose place it took.' }),
  })
  .meta({ id: 'TimelineReplaced' });

const duplicates = z
  .object({
    kind: z.literal('duplicates'),
    at,
    times: z.int().meta({ description: 'How many duplicates were answered with it.' }),
    firstAt: shownInstant,
  })
  .meta({ id: 'TimelineDuplicates' });

/** One thing that happened to a push; `kind` says what, of an event `type` too. */
export const timelineEntry = z
  .discriminatedUnion('kind', [
    state,
    grant,
    attemptStarted,
    attemptFinished,
    z.discriminatedUnion('type', [sentEvent, refusal]).meta({ id: 'TimelineEvent' }),
    operator,
    callback,
    callbackAttempt,
    replaced,
    duplicates,
  ])
  .meta({ id: 'TimelineEntry' });

export type TimelineEntry = z.output<typeof timelineEntry>;

export const shownTimeline = z
  .object({ push: shownPush, data: z.array(timelineEntry) })
  .meta({ id: 'PushTimeline' });
