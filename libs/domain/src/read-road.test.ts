import { describe, expect, test } from '@jest/globals';
import { readRoad } from './read-road.ts';
import type { Outcome } from './vocabulary.ts';

const notSent = (cause: string): Outcome => ({ kind: 'not-sent', cause });
const unconfirmed = (cause: string): Outcome => ({ kind: 'unconfirmed', cause, httpStatus: null });

describe('readRoad', () => {
  test.each<[Outcome, string]>([
    [{ kind: 'accepted', msgid: '1' }, 'reached'],
    [{ kind: 'refused', errcode: -1, errmsg: 'system error', rid: null }, 'reached'],
    [{ kind: 'refused', errcode: 45009, errmsg: '', rid: null }, 'reached'],
    [notSent('connect: ECONNREFUSED'), 'unreachable'],
    [notSent('dns: ENOTFOUND'), 'unreachable'],
    [notSent('tls: CERT_HAS_EXPIRED'), 'unreachable'],
    [notSent('connect-timeout: UND_ERR_CONNECT_TIMEOUT'), 'unreachable'],
    [notSent('reset: ECONNRESET'), 'unreachable'],
    [notSent('pool-wait: no connection was ready within 10000 ms'), 'unreachable'],
    [notSent('deadline: passed before the request was written'), 'nothing'],
    [notSent('aborted: by the caller'), 'nothing'],
    [notSent('no access token: WeChat is silent'), 'nothing'],
    [notSent('http-412: WeChat refused how the body was framed'), 'nothing'],
    [unconfirmed('timeout: no answer within 10000 ms'), 'lost'],
    [unconfirmed('reset: ECONNRESET'), 'lost'],
    [unconfirmed('http-502'), 'lost'],
    [unconfirmed('empty-body'), 'lost'],
    [unconfirmed('aborted: by the caller'), 'nothing'],
    [unconfirmed('closed: the client was shut down'), 'nothing'],
    [unconfirmed('internal: a bug'), 'nothing'],
  ])('%j tells %s', (outcome, news) => {
    expect(readRoad(outcome)).toBe(news);
  });
});
