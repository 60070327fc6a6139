import type { Sweeps } from '@yuexin/storage';
import type { Sweep } from './sweep.ts';

/** One step a run: what a lifted rule sets free goes out at this pace, and not all in one second. */
const perRun = 500;

/** Pushes held under rules that have changed since are judged anew (ADR 0031). */
export function wakeHeld({ sweeps }: { sweeps: Pick<Sweeps, 'wakeHeld'> }): Sweep {
  return {
    name: 'wake-held',
    everyMs: 1_000,
    isShared: true,
    run: async () => (await sweeps.wakeHeld(perRun)).touched,
  };
}
