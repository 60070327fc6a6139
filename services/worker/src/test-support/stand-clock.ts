import type { Clock } from '@yuexin/telemetry';

/** Both clocks, moving only when told, together or (a suspended machine) the wall alone. */
export function standClock(): Clock & { advance(ms: number): void; suspend(ms: number): void } {
  let wallMs = Date.parse('2026-01-05T08:00:00.000Z');
  let monotonicMs = 1_000;
  return {
    now: () => new Date(wallMs),
    monotonicMs: () => monotonicMs,
    advance: (ms) => {
      wallMs += ms;
      monotonicMs += ms;
    },
    suspend: (ms) => {
      wallMs += ms;
    },
  };
}
