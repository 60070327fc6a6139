import { createBoundedBatcher, type BoundedBatcher } from '@yuexin/domain';
import { AppError, normaliseError } from '@yuexin/errors';
import type { AppSecrets, NewEvent, Storage } from '@yuexin/storage';
import type { Clock, Logger, Metrics } from '@yuexin/telemetry';
import {
  decodeEvent,
  verifyEventSignature,
  type EventQuery,
  type WechatEvent,
} from '@yuexin/wechat-client';
import { withinDeadline } from '../../http/within-deadline.ts';
import type { NoteRefusal } from './create-refusal-watch.ts';
import { noSuch } from '../pushes/find-visible-push.ts';
import type { GrantAnswers } from '../users/grant-answers.ts';

/** Of each of the two steps that need PostgreSQL. */
const stepDeadlineMs = 2_000;

type Secrets = (appId: string) => Promise<AppSecrets | null>;

export type CheckEventUrl = (input: { appId: string; query: EventQuery }) => Promise<void>;

export type ReceiveEvent = (input: {
  appId: string;
  query: EventQuery;
  body: Uint8Array;
}) => Promise<void>;

/** Stores events of concurrent requests together; drain it before PostgreSQL goes. */
export type EventBatcher = BoundedBatcher<NewEvent, boolean>;

export function createEventBatcher(deps: {
  storage: { events: Pick<Storage['events'], 'storeMany'> };
}): EventBatcher {
  return createBoundedBatcher({
    run: (events) => deps.storage.events.storeMany(events),
    maxBatchSize: 200,
    maxWaiting: 10_000,
    overflow: () => new AppError('overloaded', { message: 'Too many events at once.' }),
    // A refused statement leaves nothing behind, and hashes make a second try harmless. A database that does not answer would not
    // answer one by one either, and WeChat comes again.
    onFailure: (error) => (normaliseError(error).kind === 'unavailable' ? 'fail' : 'isolate'),
  });
}

/** WeChat's check of the URL. Throws `not-found` for an unknown app and `unauthenticated` for a signature that does not fit. */
export function createCheckEventUrl(deps: {
  readSecrets: Secrets;
  noteRefusal: NoteRefusal;
}): CheckEventUrl {
  const { readSecrets, noteRefusal } = deps;
  return async ({ appId, query }) => {
    const { messageToken } = await findSecrets(readSecrets, appId);
    const { signature = '', timestamp = '', nonce = '' } = query;
    const isSigned =
      messageToken !== null &&
      verifyEventSignature({ token: messageToken, timestamp, nonce, signature });
    if (isSigned) return;
    const why = 'the signature does not fit the message token';
    noteRefusal({ appId, why });
    throw badSignature(why);
  };
}

/**
 * Takes what WeChat posts: verified, stored once, processed by the worker later. Throws `unauthenticated` (nothing stored),
 * `invalid-request` for a body that is signed but cannot be read, and `internal-error` when it could not be stored:
 * WeChat tries again on anything but success.
 */
export function createReceiveEvent(deps: {
  readSecrets: Secrets;
  events: EventBatcher;
  noteRefusal: NoteRefusal;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
  grantAnswers: GrantAnswers;
}): ReceiveEvent {
  const { readSecrets, events, noteRefusal, clock, logger, metrics } = deps;
  const received = metrics.counter({
    name: 'wechat_events_total',
    help: 'Events posted by WeChat, by type and what became of them.',
    labels: ['type', 'result'],
  });

  // There from the beginning, so that the first one is seen as a rise.
  for (const result of ['bad-signature', 'bad-body', 'wrong-app', 'bad-time'])
    received.inc({ type: 'unknown', result }, 0);

  return async ({ appId, query, body }) => {
    const secrets = await inTime(findSecrets(readSecrets, appId));
    const decoded = decodeEvent({
      appId,
      messageToken: secrets.messageToken ?? '',
      encodingAesKey: secrets.encodingAesKey,
      query,
      body,
      now: clock.now(),
    });
    if (!decoded.ok) {
      received.inc({ type: 'unknown', result: decoded.refusal });
      logger.warn('an event was refused', { appId, refusal: decoded.refusal, why: decoded.detail });
      noteRefusal({ appId, why: decoded.detail });
      throw decoded.refusal === 'bad-body' ? badBody(decoded.detail) : badSignature(decoded.detail);
    }
    const { event, dedupeHash } = decoded;
    const isNew = await inTime(
      events.add({
        appId,
        dedupeHash,
        type: event.type === 'other' ? event.event : event.type,
        openid: event.openid,
        createdAt: event.createdAt,
        payload: { type: event.type, items: event.items },
      }),
    );
    received.inc({ type: event.type, result: isNew ? 'stored' : 'known' });
    if (isNew) countAnswers(deps.grantAnswers, event);
    if (!isNew || event.unreadItems === 0) return;
    // Signed, so WeChat's: should it change the shape of its events, grants and confirmations are lost from here on.
    received.inc({ type: event.type, result: 'unreadable-items' });
    const { type, items, unreadItems } = event;
    logger.warn('items of an event could not be read', {
      ...{ appId, type, read: items.length, unread: unreadItems },
    });
  };
}

function countAnswers(grantAnswers: GrantAnswers, event: WechatEvent): void {
  if (event.type !== 'subscribe_msg_popup_event') return;
  for (const { status } of event.items) grantAnswers.inc({ evidence: 'witnessed', result: status });
}

/**
 * WeChat hangs up after 5 s; told earlier, it comes again all the same and we have said why. What is stored after that is stored
 * once: the next try has the same hash.
 */
async function inTime<T>(work: Promise<T>): Promise<T> {
  return withinDeadline(work, stepDeadlineMs).catch(notStored);
}

/** WeChat tries again on 500; only an app that does not exist is another matter. */
function notStored(error: unknown): never {
  if (error instanceof AppError && error.code === 'not-found') throw error;
  throw new AppError('internal-error', {
    message: 'The event could not be stored.',
    cause: error,
  });
}

async function findSecrets(readSecrets: Secrets, appId: string): Promise<AppSecrets> {
  const secrets = await readSecrets(appId);
  if (secrets === null) throw noSuch('app');
  return secrets;
}

/** A reason may end in a question. */
const asSentence = (text: string): string => (/[.?]$/.test(text) ? text : `${text}.`);

function badSignature(why: string): AppError {
  return new AppError('unauthenticated', {
    message: asSentence(`The event is not WeChat’s: ${why}`),
  });
}

function badBody(why: string): AppError {
  return new AppError('invalid-request', {
    message: asSentence(`The event cannot be read: ${why}`),
    problems: [{ pointer: '', rule: 'event', message: `cannot be read: ${why}` }],
  });
}
