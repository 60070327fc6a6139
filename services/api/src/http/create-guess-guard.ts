import type { Clock } from '@yuexin/telemetry';
import { ipKeyGenerator } from 'express-rate-limit';

/** Counts wrong keys by the address they come from, in this process. */
export type GuessGuard = {
  /** Whether an address has sent so many that no more of its keys are looked at for now. */
  isShut(address: string | undefined): boolean;
  noteWrong(address: string | undefined): void;
};

/** Wrong keys an address may send in a minute, in each process. */
const wrongKeysPerMinute = 30;
const windowMs = 60_000;
const mostAddresses = 10_000;

type Window = { wrong: number; endsAtMs: number };

/** An IPv6 address counts with its neighbours of the same /56, which are one customer's. */
export function createGuessGuard({ clock }: { clock: Pick<Clock, 'monotonicMs'> }): GuessGuard {
  const windows = new Map<string, Window>();
  const windowOf = (name: string): Window | undefined => {
    const window = windows.get(name);
    return window !== undefined && window.endsAtMs > clock.monotonicMs() ? window : undefined;
  };
  return {
    // Nearly always nobody has been wrong.
    isShut: (address) =>
      windows.size > 0 && (windowOf(nameOf(address))?.wrong ?? 0) >= wrongKeysPerMinute,
    noteWrong: (address) => {
      const name = nameOf(address);
      const window = windowOf(name);
      if (window !== undefined) {
        window.wrong += 1;
        return;
      }
      if (windows.size >= mostAddresses) windows.clear();
      windows.set(name, { wrong: 1, endsAtMs: clock.monotonicMs() + windowMs });
    },
  };
}

const nameOf = (address: string | undefined): string => ipKeyGenerator(address ?? '');
