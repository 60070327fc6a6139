import { AppError } from '@yuexin/errors';
import type { ComposeService } from './compose-file.ts';

type Named = readonly [string, ComposeService];

/** Each after those it depends on. */
export function inOrder(services: readonly Named[]): Named[] {
  const done: Named[] = [];
  const isDone = (name: string): boolean => done.some(([other]) => other === name);
  while (done.length < services.length) {
    const next = services.find(
      ([name, { depends_on: needed = {} }]) =>
        !isDone(name) && Object.keys(needed).every((other) => isDone(other)),
    );
    if (next === undefined) {
      const left = services.map(([name]) => name).filter((name) => !isDone(name));
      throw new AppError('invalid-request', {
        message: `What ${left.join(', ')} depend on is not there, or depends on them.`,
      });
    }
    done.push(next);
  }
  return done;
}
