import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { compileSources } from './compile-sources.mjs';
import { finishTest } from './finish-test.mjs';
import { createTestCollector } from './test-collector.mjs';

/** The property tests take minutes and are left out: the tables must kill by themselves. */
const testFilesIn = (root) =>
  readdirSync(root, { recursive: true })
    .filter((name) => name.endsWith('.test.ts') && !name.endsWith('.property.test.ts'))
    .map((name) => join(root, name))
    .sort();

async function runTest({ id, name, fileName, run }) {
  const startedAt = performance.now();
  const end = (more) => {
    const timeSpentMs = Math.ceil(performance.now() - startedAt);
    return { id, name, fileName, timeSpentMs, ...more };
  };
  try {
    const ending = await finishTest(run);
    return end({ status: TestStatus.Success, isPending: ending === 'pending' });
  } catch (error) {
    const failureMessage = String(error?.message ?? error);
    return end({ status: TestStatus.Failed, failureMessage });
  }
}

/**
 * Runs the domain's table tests in Stryker's own process, with Jest's `expect` and `each` and without Jest: a mutant costs
 * milliseconds, where Jest's start costs seconds. Every run evaluates the modules anew with its mutant already active, so that
 * static mutants are judged, too. Only tests whose imports lead to the mutant's file are run, the narrowest first.
 */
function createInProcessRunner() {
  const collector = createTestCollector();
  const openRegistry = compileSources({ '@jest/globals': collector.globals });
  const stryker = (globalThis.__stryker__ ??= {});
  /** What each test file imports, itself included; known once the unchanged code was loaded. */
  const importsOf = new Map();

  const readImports = () => {
    for (const fileName of testFilesIn(join(process.cwd(), 'libs/domain/src'))) {
      const registry = openRegistry();
      registry.load(fileName);
      collector.take();
      importsOf.set(fileName, new Set(registry.filenames()));
    }
  };

  const collect = (mutated) => {
    const { load } = openRegistry();
    return [...importsOf]
      .filter(([, imports]) => mutated === undefined || imports.has(mutated))
      .sort(([, one], [, other]) => one.size - other.size)
      .flatMap(([fileName]) => {
        load(fileName);
        const idOf = (name) => `${fileName} ${name}`;
        return collector.take().map((test) => ({ ...test, fileName, id: idOf(test.name) }));
      });
  };

  const runTests = async ({ disableBail, testFilter, sandboxFileName }) => {
    stryker.currentTestId = undefined;
    const results = [];
    const wanted = testFilter && new Set(testFilter);
    for (const test of collect(sandboxFileName)) {
      if (wanted && !wanted.has(test.id)) continue;
      stryker.currentTestId = test.id;
      const { isPending, ...result } = await runTest(test);
      const looped = determineHitLimitReached(stryker.hitCount, stryker.hitLimit);
      if (looped) return looped;
      if (isPending)
        return { status: DryRunStatus.Timeout, reason: `Never answered: ${test.name}` };
      results.push(result);
      if (result.status === TestStatus.Failed && !disableBail) break;
    }
    return { status: DryRunStatus.Complete, tests: results };
  };

  return {
    capabilities: () => ({ reloadEnvironment: true }),
    init: async () => readImports(),
    dryRun: async ({ disableBail }) => {
      stryker.mutantCoverage = { static: {}, perTest: {} };
      const result = await runTests({ disableBail });
      return { ...result, mutantCoverage: stryker.mutantCoverage };
    },
    mutantRun: async (options) => {
      stryker.activeMutant = options.activeMutant.id;
      stryker.hitCount = options.hitLimit === undefined ? undefined : 0;
      stryker.hitLimit = options.hitLimit;
      stryker.mutantCoverage = { static: {}, perTest: {} };
      try {
        return toMutantRunResult(await runTests(options));
      } catch (error) {
        const failureMessage = `The modules do not load: ${String(error)}`;
        return { status: MutantRunStatus.Killed, killedBy: [], failureMessage, nrOfTests: 0 };
      }
    },
  };
}
createInProcessRunner.inject = [];

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, 'in-process', createInProcessRunner),
];
