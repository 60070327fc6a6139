import { setImmediate } from 'node:timers';

/** Turns of the event loop that no test of the domain comes near: it has no timers and no I/O. */
const turnsMax = 10_000;

/**
 * The test's own result. `pending` when nobody will ever answer it: told by turns and not by the clock, so that a busy machine
 * changes nothing. Errors thrown outside of its promise are the test's, too.
 */
export function finishTest(run) {
  return new Promise((resolve, reject) => {
    let turns = 0;
    let isOver = false;
    const end = (tell) => (value) => {
      isOver = true;
      process.off('uncaughtException', fail);
      tell(value);
    };
    const fail = end(reject);
    const wait = () => {
      turns += 1;
      if (isOver) return;
      if (turns > turnsMax) end(resolve)('pending');
      else setImmediate(wait);
    };
    process.on('uncaughtException', fail);
    Promise.resolve()
      .then(run)
      .then(() => end(resolve)('done'), fail);
    setImmediate(wait);
  });
}
