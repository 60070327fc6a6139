import type { Random } from '../random.ts';
import {
  type CallFaultKind,
  callFaultKinds,
  type EventFaultKind,
  type Fault,
  type FaultInput,
} from './fault.ts';

/** What may go wrong: a call (its path) or an event (its name, and the path of the call it follows). */
type FaultTarget = { paths: readonly string[]; appId: string | null; openid: string | null };
type CallFault = Fault & { kind: CallFaultKind };
type EventFault = Fault & { kind: EventFaultKind };

/** The faults set now. Taking one counts it; one with `times` is gone after the last. */
export type FaultBook = {
  add(input: FaultInput): Fault;
  list(): readonly Fault[];
  remove(id: number): boolean;
  clear(): void;
  /** For one call: all delays that apply, and the first fault of another kind. */
  takeForCall(target: FaultTarget): { delayMs: number; fault: CallFault | null };
  /** For one event: each of these kinds at most once. */
  takeForEvent(target: FaultTarget, kinds: readonly EventFaultKind[]): readonly EventFault[];
};

const callKinds: readonly string[] = callFaultKinds;
const isCallFault = (fault: Fault): fault is CallFault => callKinds.includes(fault.kind);
const isEventFault = (fault: Fault): fault is EventFault => !callKinds.includes(fault.kind);
const nothing = { delayMs: 0, fault: null };

export function createFaultBook(deps: {
  random: Random;
  onTaken: (fault: Fault) => void;
}): FaultBook {
  let faults: Fault[] = [];
  let lastId = 0;

  const matches = (fault: Fault, target: FaultTarget): boolean =>
    (fault.path === '*' || target.paths.includes(fault.path)) &&
    (fault.appId === undefined || fault.appId === target.appId) &&
    (fault.openid === undefined || fault.openid === target.openid);

  const take = (fault: Fault, target: FaultTarget): boolean => {
    if (!matches(fault, target)) return false;
    if (fault.probability < 1 && deps.random.next() >= fault.probability) return false;
    fault.hits += 1;
    if (fault.hits === fault.times) faults = faults.filter((other) => other !== fault);
    deps.onTaken(fault);
    return true;
  };

  return {
    add: (input) => {
      lastId += 1;
      const fault = { ...input, id: lastId, hits: 0 };
      faults = [...faults, fault];
      return fault;
    },
    list: () => faults,
    remove: (id) => {
      const before = faults.length;
      faults = faults.filter((fault) => fault.id !== id);
      return faults.length < before;
    },
    clear: () => {
      faults = [];
    },
    takeForCall: (target) => {
      if (faults.length === 0) return nothing;
      let delayMs = 0;
      let first: CallFault | null = null;
      for (const fault of faults.filter(isCallFault)) {
        if (fault.kind !== 'delay' && first !== null) continue;
        if (!take(fault, target)) continue;
        if (fault.kind === 'delay') delayMs += fault.value ?? 0;
        else first = fault;
      }
      return { delayMs, fault: first };
    },
    takeForEvent: (target, kinds) => {
      if (faults.length === 0) return [];
      const taken = new Map<string, EventFault>();
      for (const fault of faults.filter(isEventFault)) {
        if (!kinds.includes(fault.kind) || taken.has(fault.kind)) continue;
        if (take(fault, target)) taken.set(fault.kind, fault);
      }
      return [...taken.values()];
    },
  };
}
