import { normaliseError } from '@yuexin/errors';

/** What was looked at in the order it was looked at; the first thing that is wrong ends the run. */
export type Checks = {
  /** @throws Error with `otherwise` when it does not hold. */
  hold(what: string, isHeld: boolean, otherwise: string): void;
  /** So many that would have thrown by themselves. */
  held(count: number): void;
  /** One plain line, for the end of all. */
  verdict(error?: unknown): string;
};

export function createChecks(say: (line: string) => void): Checks {
  let count = 0;
  return {
    hold(what, isHeld, otherwise) {
      if (!isHeld) throw new Error(otherwise);
      count += 1;
      say(what);
    },
    held: (more) => {
      count += more;
    },
    verdict: (error) => {
      const things = `${count} thing${count === 1 ? ' was' : 's were'} checked`;
      if (error === undefined) return `PASS: ${things}, the image builds and runs.`;
      return `FAIL: ${things} and right, the next was not: ${normaliseError(error).message}`;
    },
  };
}
