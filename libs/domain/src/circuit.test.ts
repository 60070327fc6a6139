import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  CIRCUIT_FAILURES_MAX,
  CIRCUIT_QUIET_MS,
  CIRCUIT_SCOUTS,
  circuitState,
  createCircuit,
  enterCircuit,
  leaveCircuit,
  type Circuit,
} from './circuit.ts';
import type { RoadNews } from './read-road.ts';

const random = () => 1;

/** One attempt at a time: enters, and learns `news`. */
function attempt(circuit: Circuit, news: RoadNews, nowMs: number): Circuit {
  const entered = enterCircuit(circuit, nowMs);
  if (entered.ruling.kind !== 'go') throw new Error(`Not let in: ${entered.ruling.kind}`);
  const { isProbe } = entered.ruling;
  return leaveCircuit(entered.circuit, { isProbe, news, nowMs, random });
}

const failing = (circuit: Circuit, count: number, nowMs: number, news: RoadNews = 'unreachable') =>
  Array.from({ length: count }).reduce<Circuit>((at) => attempt(at, news, nowMs), circuit);

const opened = (nowMs = 0, news: RoadNews = 'unreachable') =>
  failing(createCircuit(), CIRCUIT_FAILURES_MAX, nowMs, news);

describe('a circuit', () => {
  test('when failures come one after the other, then the fifth opens it for a second', () => {
    const almost = failing(createCircuit(), CIRCUIT_FAILURES_MAX - 1, 0);
    expect(circuitState(almost, 0)).toBe('closed');
    const open = attempt(almost, 'unreachable', 0);
    expect([circuitState(open, 0), circuitState(open, 999), circuitState(open, 1_000)]).toEqual([
      'open',
      'open',
      'half-open',
    ]);
    expect(enterCircuit(open, 400)).toEqual({
      ruling: { kind: 'stay-away', forMs: 600 },
      circuit: open,
    });
  });

  test('when an answer comes between, then the count begins anew', () => {
    const almost = failing(createCircuit(), CIRCUIT_FAILURES_MAX - 1, 0);
    const answered = attempt(almost, 'reached', 0);
    expect(circuitState(failing(answered, CIRCUIT_FAILURES_MAX - 1, 1), 1)).toBe('closed');
  });

  test('when what failed says nothing of the road, then it counts neither way', () => {
    const almost = failing(createCircuit(), CIRCUIT_FAILURES_MAX - 1, 0);
    const more = failing(almost, 20, 0, 'nothing');
    expect(more).toEqual(almost);
    expect(circuitState(attempt(more, 'unreachable', 0), 0)).toBe('open');
  });

  test('when it is half-open, then one probe goes and the others wait for what it learns', () => {
    const first = enterCircuit(opened(), 1_000);
    expect(first.ruling).toEqual({ kind: 'go', isProbe: true });
    expect(enterCircuit(first.circuit, 1_000).ruling).toEqual({ kind: 'wait' });
    const probe = { isProbe: true, nowMs: 1_050, random } as const;
    const closed = leaveCircuit(first.circuit, { ...probe, news: 'reached' });
    expect(circuitState(closed, 1_050)).toBe('closed');
    const undecided = leaveCircuit(first.circuit, { ...probe, news: 'nothing' });
    expect(enterCircuit(undecided, 1_060).ruling).toEqual({ kind: 'go', isProbe: true });
  });

  test.each([
    ['unreachable', [1_000, 2_000, 4_000, 5_000, 5_000]],
    ['lost', [1_000, 2_000, 4_000, 8_000, 15_000, 15_000]],
  ] as const)(
    'when probes go on being %s, then it stays open for longer, up to a cap',
    (news, spans) => {
      let circuit = opened(0, news);
      let nowMs = 0;
      for (const [index, span] of spans.entries()) {
        expect(circuit.openUntilMs! - nowMs).toBe(span);
        nowMs = circuit.openUntilMs!;
        if (index < spans.length - 1) circuit = attempt(circuit, news, nowMs);
      }
    },
  );

  test('when attempts from before it opened fail late, then it opens for no longer; when one is answered, it closes', () => {
    const crowd = Array.from({ length: 8 }).reduce<Circuit>(
      (at) => enterCircuit(at, 0).circuit,
      createCircuit(),
    );
    const leave = (at: Circuit, news: RoadNews, nowMs: number) =>
      leaveCircuit(at, { isProbe: false, news, nowMs, random });
    const open = Array.from({ length: 5 }).reduce<Circuit>((at) => leave(at, 'lost', 10), crowd);
    const late = leave(leave(open, 'lost', 900), 'lost', 1_100);
    expect([late.openUntilMs, late.openings, late.inFlight]).toEqual([1_010, 1, 1]);
    expect(circuitState(leave(late, 'reached', 1_200), 1_200)).toBe('closed');
  });

  const enterMany = (count: number) =>
    Array.from({ length: count }).reduce<Circuit>(
      (at) => enterCircuit(at, 0).circuit,
      createCircuit(),
    );

  test('when a late failure comes while a probe is out, then the others still wait for the probe', () => {
    const late = { isProbe: false, news: 'lost', random } as const;
    let circuit = enterMany(CIRCUIT_FAILURES_MAX + 1);
    for (let count = 0; count < CIRCUIT_FAILURES_MAX; count += 1)
      circuit = leaveCircuit(circuit, { ...late, nowMs: 0 });
    const probing = enterCircuit(circuit, 1_000);
    expect(probing.ruling).toEqual({ kind: 'go', isProbe: true });
    const after = leaveCircuit(probing.circuit, { ...late, nowMs: 1_100 });
    expect(enterCircuit(after, 1_200).ruling).toEqual({ kind: 'wait' });
  });

  test('when one was answered and the others then fail, then a probe is let through all the same', () => {
    const left = { isProbe: false, nowMs: 0, random } as const;
    let circuit = leaveCircuit(enterMany(CIRCUIT_FAILURES_MAX + 1), { ...left, news: 'reached' });
    for (let count = 0; count < CIRCUIT_FAILURES_MAX; count += 1)
      circuit = leaveCircuit(circuit, { ...left, news: 'lost' });
    expect(circuitState(circuit, 0)).toBe('open');
    expect(enterCircuit(circuit, 1_000).ruling).toEqual({ kind: 'go', isProbe: true });
  });

  test('when it opens, then for up to a fifth less than its span, so that workers part', () => {
    const fifth = { isProbe: false, news: 'lost', nowMs: 0, random: () => 0 } as const;
    const almost = failing(createCircuit(), CIRCUIT_FAILURES_MAX - 1, 0);
    const { circuit } = enterCircuit(almost, 0);
    expect(leaveCircuit(circuit, fifth).openUntilMs).toBe(800);
    expect(leaveCircuit(circuit, { ...fifth, random: () => 0.5 }).openUntilMs).toBe(900);
  });

  /** As many as are let in at once. */
  const crowdIn = (circuit: Circuit, nowMs: number): Circuit => {
    const { ruling, circuit: entered } = enterCircuit(circuit, nowMs);
    return ruling.kind === 'go' ? crowdIn(entered, nowMs) : entered;
  };
  const answerAll = (circuit: Circuit, nowMs: number): Circuit =>
    Array.from({ length: circuit.inFlight }).reduce<Circuit>(
      (at) => leaveCircuit(at, { isProbe: false, news: 'reached', nowMs, random }),
      circuit,
    );

  test('when nobody has answered yet, then ten go ahead; the crowd doubles with each round of answers, and is ten again after a quiet second', () => {
    let circuit = crowdIn(createCircuit(), 0);
    const crowds = [circuit.inFlight];
    for (let nowMs = 100; nowMs <= 400; nowMs += 100) {
      circuit = crowdIn(answerAll(circuit, nowMs), nowMs);
      crowds.push(circuit.inFlight);
    }
    expect(crowds).toEqual([CIRCUIT_SCOUTS, 20, 40, 80, 160]);
    circuit = answerAll(circuit, 500);
    expect(crowdIn(circuit, 501 + CIRCUIT_QUIET_MS).inFlight).toBe(CIRCUIT_SCOUTS);
    expect(crowdIn(circuit, 500 + CIRCUIT_QUIET_MS).inFlight).toBe(320);
  });

  test('whatever happens, then an unreachable WeChat is tried at most once per opening, and one answer lets everybody in', () => {
    const news = fc.constantFrom<RoadNews>('unreachable', 'lost', 'nothing');
    fc.assert(
      fc.property(fc.array(fc.tuple(news, fc.nat(3_000)), { maxLength: 60 }), (steps) => {
        let circuit = opened();
        let nowMs = 0;
        for (const [learned, passes] of steps) {
          nowMs += passes;
          const { ruling, circuit: entered } = enterCircuit(circuit, nowMs);
          if (ruling.kind !== 'go') {
            expect(ruling.kind).toBe('stay-away');
            continue;
          }
          expect(ruling.isProbe).toBe(true);
          expect(enterCircuit(entered, nowMs).ruling.kind).toBe('wait');
          circuit = leaveCircuit(entered, {
            ...{ isProbe: true, news: learned, nowMs },
            random: () => 0,
          });
          expect(circuit.inFlight).toBe(0);
          if (learned !== 'nothing') expect(circuitState(circuit, nowMs + 799)).toBe('open');
        }
        nowMs = Math.max(nowMs, circuit.openUntilMs!);
        expect(circuitState(attempt(circuit, 'reached', nowMs), nowMs)).toBe('closed');
      }),
    );
  });
});
