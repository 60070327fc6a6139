import { AppError } from '@yuexin/errors';
import type { CallResult } from '../wechat-client.ts';
import { classifyTokenErrcode, type TokenErrcodeClass } from './classify-token-errcode.ts';

type Refusal = Extract<CallResult<unknown>, { kind: 'refused' }>;
type Unreachable = Extract<CallResult<unknown>, { kind: 'unreachable' }>;

const minuteMs = 60_000;
/**
 * How long the next question is put off, so that neither a wrong secret nor a busy WeChat is hammered. Short for what an
 * operator mends: the app is resumed right after, and must not be paused again by an old answer.
 */
const coolDownMs: Readonly<Record<TokenErrcodeClass, number>> = {
  busy: 2_000,
  'minute-quota': minuteMs,
  'daily-quota': minuteMs,
  configuration: 5_000,
  unknown: 5_000,
};
const unavailableCoolDownMs = 1_000;
const refusedAgainCoolDownMs = 10_000;

/** The token endpoint refused: `unavailable` when waiting helps, else `wechat-refused` with details.errcode. */
export function refusedByEndpoint(input: { appId: string; refusal: Refusal }): AppError {
  const { appId, refusal } = input;
  const { errcode, errmsg, rid } = refusal;
  const kind = classifyTokenErrcode(errcode);
  const isPassing = kind === 'busy' || kind === 'minute-quota';
  return new AppError(isPassing ? 'unavailable' : 'wechat-refused', {
    message: `WeChat gave no access token: ${errcode} ${errmsg}`.trimEnd(),
    retryAfterMs: coolDownMs[kind],
    details: { appId, errcode, errmsg, rid },
  });
}

/** The same token was refused, given again by WeChat, and refused again. */
export function refusedAgain(input: {
  appId: string;
  generation: number;
  errcode: number;
}): AppError {
  return new AppError('wechat-refused', {
    message: `WeChat refuses the access token that it gives out itself (${input.errcode})`,
    retryAfterMs: refusedAgainCoolDownMs,
    details: { ...input, errmsg: 'the same token was given again and refused again', rid: null },
  });
}

export function endpointUnreachable(input: { appId: string; answer: Unreachable }): AppError {
  const { cause, httpStatus } = input.answer;
  return new AppError('unavailable', {
    message: `The token endpoint gave no usable answer: ${cause}`,
    retryAfterMs: unavailableCoolDownMs,
    details: { appId: input.appId, cause, httpStatus },
  });
}

export function refreshedElsewhere(appId: string): AppError {
  return new AppError('unavailable', {
    message: 'Another process is refreshing the access token and has not finished.',
    retryAfterMs: unavailableCoolDownMs,
    details: { appId },
  });
}

/** WeChat takes forced refreshes 30 s apart only. */
export function refreshedJustNow(appId: string): AppError {
  return new AppError('conflict', {
    message: 'The token was refreshed less than 30 seconds ago, or is being refreshed.',
    retryAfterMs: 30_000,
    details: { appId },
  });
}

export function forcedTooOften(input: {
  appId: string;
  perDay: number;
  retryAfterMs: number;
}): AppError {
  return new AppError('rate-limited', {
    message: `The ${input.perDay} forced refreshes of this day are used up; the next is possible after midnight in Shanghai.`,
    retryAfterMs: Math.max(1_000, input.retryAfterMs),
    details: { appId: input.appId },
  });
}

export function waitAborted(appId: string): AppError {
  return new AppError('unavailable', {
    message: 'The wait for an access token was given up by the caller.',
    retryAfterMs: unavailableCoolDownMs,
    details: { appId },
  });
}

/** Whatever a flight failed with, as something callers can act on. */
export function asTokenError(input: { appId: string; thrown: unknown }): AppError {
  if (input.thrown instanceof AppError) return input.thrown;
  return new AppError('unavailable', {
    message: 'The access token could not be read or kept.',
    retryAfterMs: unavailableCoolDownMs,
    details: { appId: input.appId },
    cause: input.thrown,
  });
}

export function coolDownOf(error: AppError): number {
  return error.retryAfterMs ?? (error.kind === 'unavailable' ? unavailableCoolDownMs : 5_000);
}

/** The error again, for a caller who comes during the cool-down; `details.isRemembered` tells that WeChat was not asked again. */
export function stillFailing(input: { error: AppError; leftMs: number }): AppError {
  const { code, message } = input.error;
  const details = { ...input.error.details, isRemembered: true };
  return new AppError(code, { message, details, retryAfterMs: Math.ceil(input.leftMs) });
}
