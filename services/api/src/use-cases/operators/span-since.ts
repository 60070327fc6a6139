/** From when on spans are told, so that the oldest is whole: the beginning of the span in which `minutes` ago lies. */
export function spanSince(now: Date, of: { minutes: number; stepMinutes: number }): Date {
  const stepMs = of.stepMinutes * 60_000;
  const from = now.getTime() - (of.minutes - 1) * 60_000;
  return new Date(Math.floor(from / stepMs) * stepMs);
}
