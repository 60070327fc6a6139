import { InvalidArgumentError } from 'commander';

/** A whole number from `min` on, for commander. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^-?\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(
      max === Number.MAX_SAFE_INTEGER
        ? `It must be a whole number from ${min} on.`
        : `It must be a whole number from ${min} to ${max}.`,
    );
  };
}

/** An option that may be given several times. */
export function collect(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

/** An instant with an offset, or a date alone: its beginning in UTC. */
export function instant(text: string): string {
  const at = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}(T.*(Z|[+-]\d{2}:\d{2}))?$/.test(text) && !Number.isNaN(at.getTime()))
    return at.toISOString();
  throw new InvalidArgumentError('It must be such as 2026-01-05 or 2026-01-05T08:00:00+08:00.');
}
