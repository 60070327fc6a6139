import type { RoadNews } from './read-road.ts';

/** What one process knows of the road to WeChat for one app. Times are monotonic milliseconds. */
export type Circuit = {
  /** Attempts in a row that found no WeChat, since its last answer. */
  failures: number;
  lastAnswerAtMs: number;
  /** Passes given and not yet brought back. */
  inFlight: number;
  /** How many may be in flight: each answer lets one more, so that it doubles with every round trip. */
  window: number;
  /** Openings in a row since the last answer. */
  openings: number;
  /** Null while closed. Past it, the circuit is half-open: one probe at a time. */
  openUntilMs: number | null;
  isProbing: boolean;
};

export type CircuitState = 'closed' | 'open' | 'half-open';

/** `wait`: for the next attempt that comes back. `stay-away`: nothing is tried for `forMs`. */
export type CircuitRuling =
  { kind: 'go'; isProbe: boolean } | { kind: 'wait' } | { kind: 'stay-away'; forMs: number };

/** Answers and failures of many sends come mixed: so many failures in a row are no accident. */
export const CIRCUIT_FAILURES_MAX = 5;
/** After so long without an answer nobody knows whether WeChat is there: a few go ahead, the rest follow their answers. */
export const CIRCUIT_QUIET_MS = 1_000;
export const CIRCUIT_SCOUTS = 10;
const windowMax = 100_000;
const firstOpenMs = 1_000;
/** A probe that never leaves costs nothing; one whose answer is lost leaves a push in doubt. */
const openCapMs: Readonly<Record<'unreachable' | 'lost', number>> = {
  unreachable: 5_000,
  lost: 15_000,
};

export const createCircuit = (): Circuit => ({
  failures: 0,
  lastAnswerAtMs: -Infinity,
  inFlight: 0,
  window: CIRCUIT_SCOUTS,
  openings: 0,
  openUntilMs: null,
  isProbing: false,
});

export function circuitState({ openUntilMs }: Circuit, nowMs: number): CircuitState {
  if (openUntilMs === null) return 'closed';
  return nowMs < openUntilMs ? 'open' : 'half-open';
}

const windowAt = ({ window, lastAnswerAtMs }: Circuit, nowMs: number): number =>
  nowMs - lastAnswerAtMs > CIRCUIT_QUIET_MS ? CIRCUIT_SCOUTS : window;

/** May one more attempt be made now? With `go` it counts as in flight, and must be brought back by `leaveCircuit`. */
export function enterCircuit(
  circuit: Circuit,
  nowMs: number,
): { ruling: CircuitRuling; circuit: Circuit } {
  const { openUntilMs, inFlight } = circuit;
  const go = (isProbe: boolean) => ({
    ruling: { kind: 'go', isProbe } as const,
    circuit: { ...circuit, inFlight: inFlight + 1, isProbing: isProbe },
  });
  const wait = { ruling: { kind: 'wait' } as const, circuit };
  if (openUntilMs === null) {
    return inFlight >= windowAt(circuit, nowMs) ? wait : go(false);
  }
  if (nowMs < openUntilMs) {
    return { ruling: { kind: 'stay-away', forMs: openUntilMs - nowMs }, circuit };
  }
  return circuit.isProbing ? wait : go(true);
}

/**
 * What the attempt learned. An answer closes the circuit; failures in a row open it, and a probe that fails opens it again
 * for longer. Failures of attempts begun before it opened change nothing more.
 */
export function leaveCircuit(
  circuit: Circuit,
  attempt: { isProbe: boolean; news: RoadNews; nowMs: number; random: () => number },
): Circuit {
  const { isProbe, news, nowMs, random } = attempt;
  const inFlight = circuit.inFlight - 1;
  const isProbing = circuit.isProbing && !isProbe;
  if (news === 'reached') {
    const window = Math.min(windowMax, windowAt(circuit, nowMs) + 1);
    return { ...createCircuit(), lastAnswerAtMs: nowMs, inFlight, window };
  }
  const left = { ...circuit, inFlight, isProbing };
  if (news === 'nothing') return left;
  const failures = circuit.failures + 1;
  const opens = isProbe || (circuit.openUntilMs === null && failures >= CIRCUIT_FAILURES_MAX);
  if (!opens) return { ...left, failures };
  const openings = circuit.openings + 1;
  const openMs = Math.min(openCapMs[news], firstOpenMs * 2 ** Math.min(openings - 1, 10));
  // Workers that saw the same end do not all come back in the same moment.
  const openUntilMs = nowMs + openMs * (0.8 + random() * 0.2);
  return { ...left, failures, openings, openUntilMs };
}
