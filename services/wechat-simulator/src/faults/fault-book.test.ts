import { beforeEach, describe, expect, it } from '@jest/globals';
import { createRandom } from '../random.ts';
import { type Fault, FaultInput } from './fault.ts';
import { createFaultBook, type FaultBook } from './fault-book.ts';

const send = '/cgi-bin/message/subscribe/send';
const call = { paths: [send], appId: 'wxapp1', openid: 'oUser' };
let taken: Fault[];
let book: FaultBook;

beforeEach(() => {
  taken = [];
  book = createFaultBook({ random: createRandom(1), onTaken: (fault) => taken.push(fault) });
});

const add = (input: object): Fault => book.add(FaultInput.parse(input));

describe('faults of calls', () => {
  it('when times are set, then it is gone after the last', () => {
    add({ path: send, kind: 'errcode', value: -1, times: 2 });
    expect(book.takeForCall(call).fault?.value).toBe(-1);
    expect(book.list()).toHaveLength(1);
    expect(book.takeForCall(call).fault?.value).toBe(-1);
    expect(book.takeForCall(call).fault).toBeNull();
    expect(book.list()).toEqual([]);
    expect(taken).toHaveLength(2);
  });

  it('when no times are set, then it stays', () => {
    add({ path: send, kind: 'empty' });
    for (let count = 0; count < 5; count += 1) {
      expect(book.takeForCall(call).fault?.kind).toBe('empty');
    }
  });

  it('when path, app or openid differ, then it does not apply', () => {
    add({ path: '/cgi-bin/token', kind: 'empty' });
    add({ path: send, appId: 'wxother', kind: 'empty' });
    add({ path: send, openid: 'oOther', kind: 'empty' });
    expect(book.takeForCall(call).fault).toBeNull();
    expect(book.takeForCall({ ...call, openid: 'oOther' }).fault?.kind).toBe('empty');
  });

  it('when a delay and another apply, then both do; of two others only the first, and the second is not used up', () => {
    add({ kind: 'errcode', value: 45011, times: 1 });
    add({ kind: 'delay', value: 30 });
    add({ kind: 'empty', times: 1 });
    expect(book.takeForCall(call)).toMatchObject({ delayMs: 30, fault: { value: 45011 } });
    expect(book.takeForCall(call)).toMatchObject({ delayMs: 30, fault: { kind: 'empty' } });
  });

  it('when the probability is a quarter, then about a quarter go wrong, and the same seed gives the same ones', () => {
    const pattern = (): boolean[] => {
      const own = createFaultBook({ random: createRandom(42), onTaken: () => undefined });
      own.add(FaultInput.parse({ kind: 'empty', probability: 0.25 }));
      return Array.from({ length: 400 }, () => own.takeForCall(call).fault !== null);
    };
    const hits = pattern().filter(Boolean).length;
    expect(hits).toBeGreaterThan(70);
    expect(hits).toBeLessThan(130);
    expect(pattern()).toEqual(pattern());
  });
});

describe('faults of events', () => {
  const event = { paths: ['subscribe_msg_sent_event', send], appId: 'wxapp1', openid: 'oUser' };

  it('when one is set for the send path, the name or everything, then it finds the event and no call', () => {
    for (const path of [send, 'subscribe_msg_sent_event', '*']) {
      add({ path, kind: 'drop-event', times: 1 });
      expect(book.takeForCall(call).fault).toBeNull();
      expect(book.takeForEvent(event, ['drop-event'])).toHaveLength(1);
    }
  });

  it('when a kind is not asked for, then it is not used up', () => {
    add({ kind: 'failed-delivery', times: 1 });
    expect(book.takeForEvent(event, ['drop-event'])).toEqual([]);
    expect(book.takeForEvent(event, ['failed-delivery'])).toHaveLength(1);
  });
});

describe('input of a fault', () => {
  it.each([
    ['an errcode without its number', { kind: 'errcode' }],
    ['a delay without milliseconds', { kind: 'delay' }],
    ['a status that is none', { kind: 'status', value: 45009 }],
    ['a probability above 1', { kind: 'empty', probability: 2 }],
    ['an unknown kind', { kind: 'sulk' }],
    ['an unknown member', { kind: 'empty', often: true }],
  ])('when it is %s, then it is refused', (_name, input) => {
    expect(FaultInput.safeParse(input).success).toBe(false);
  });
});
