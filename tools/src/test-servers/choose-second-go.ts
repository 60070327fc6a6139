import type { FailedSuite } from './read-report.ts';

/** Of some five hundred suites; more than this is no accident of a busy machine. */
const suitesMax = 12;

/** Unit tests wait for nothing: what fails there is wrong. */
const waitsForServers = /\.(int|e2e|browser|shell)\.test\.ts$/;

/**
 * The suites that may have failed because the machine was busy, and are tried once more, alone: those with servers, a
 * few at most, and none in which a random property found a counterexample. Empty when anything else failed, since then
 * the run has failed already.
 */
export function chooseSecondGo(failedSuites: readonly FailedSuite[]): FailedSuite[] {
  const isChance = failedSuites.every(
    ({ path, hasCounterexample }) => waitsForServers.test(path) && !hasCounterexample,
  );
  return isChance && failedSuites.length <= suitesMax ? [...failedSuites] : [];
}
