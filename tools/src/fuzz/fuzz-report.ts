import type { Sent } from './wire/send-bytes.ts';

export type FuzzFault = {
  /** `--only` draws it again. */
  number: number;
  operation: string;
  what: string;
  request: string;
  answer: string;
};

export type FuzzReport = {
  count(one: { operation: string; sent: Sent }): void;
  excuse(): void;
  fault(fault: FuzzFault): void;
  crash(what: string): void;
  hasCrashed(): boolean;
  faults(): readonly FuzzFault[];
  /** Processes that ended or answer no more. */
  crashes(): readonly string[];
  summary(): FuzzSummary;
};

export type FuzzSummary = {
  requests: number;
  /** Answers by the first digit of their status; connections that ended without one: `cut`. */
  answers: Readonly<Record<string, number>>;
  /** 503 with Retry-After and 502 for WeChat's refusals. */
  excused: number;
  slowestMs: number;
  slowest: string;
  /** Operations no request of which was taken (2xx, 3xx). */
  neverTaken: readonly string[];
  operations: number;
};

const mostKept = 200;

/** What a run has seen so far. */
export function createFuzzReport(operations: readonly string[]): FuzzReport {
  const faults: FuzzFault[] = [];
  const crashes: string[] = [];
  const answers: Record<string, number> = {};
  const taken = new Set<string>();
  let requests = 0;
  let excused = 0;
  let slowest = { operation: '', tookMs: 0 };
  return {
    count: ({ operation, sent }) => {
      requests += 1;
      const status = sent.kind === 'answered' ? sent.answer.status : 0;
      const name = sent.kind === 'answered' ? `${Math.floor(status / 100)}xx` : sent.kind;
      answers[name] = (answers[name] ?? 0) + 1;
      if (status >= 200 && status < 400) taken.add(operation);
      if (sent.tookMs > slowest.tookMs) slowest = { operation, tookMs: sent.tookMs };
    },
    excuse: () => {
      excused += 1;
    },
    fault: (fault) => {
      if (faults.length < mostKept) faults.push(fault);
    },
    crash: (what) => {
      crashes.push(what);
    },
    hasCrashed: () => crashes.length > 0,
    faults: () => faults,
    crashes: () => crashes,
    summary: () => ({
      ...{ requests, answers, excused, operations: operations.length },
      slowestMs: Math.round(slowest.tookMs),
      slowest: slowest.operation,
      neverTaken: operations.filter((name) => !taken.has(name)),
    }),
  };
}
