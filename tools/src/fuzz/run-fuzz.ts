import fc from 'fast-check';
import type { Stack } from '../local-stack/start-stack.ts';
import type { DoorName, FuzzOperation } from './doors/fuzz-operation.ts';
import { operationsOfDocument, type FuzzDocument } from './doors/operations-of-document.ts';
import { otherOperations } from './doors/other-operations.ts';
import { drawRequest, type DrawnRequest } from './draw/draw-request.ts';
import { createFuzzReport, type FuzzReport } from './fuzz-report.ts';
import { tryRequest } from './try-request.ts';
import type { FuzzWorld } from './world/fuzz-world.ts';
import { openFuzzWorld, worldNames } from './world/open-fuzz-world.ts';

export type FuzzInput = {
  stack: Pick<Stack, 'apiUrl' | 'workerUrl' | 'simulatorUrl' | 'adminKey' | 'failed'>;
  seed: number;
  /** Goes on until both are over: this long, and this many requests. */
  seconds: number;
  leastRequests?: number;
  only?: number | null;
  /** An answer that takes longer is a fault. */
  limitMs: number;
  leaving?: AbortSignal;
};

const together = 4;
/** Requests one world lives for. */
const worldLife = 400;

/** Draws requests from the seed, sends them, judges every answer. Ends with what was seen; a process that ends is a fault. */
export async function runFuzz(input: FuzzInput): Promise<FuzzReport> {
  const { stack, seed, limitMs } = input;
  const document = await readDocument(stack.apiUrl);
  const operations: FuzzOperation[] = [...operationsOfDocument(document), ...otherOperations];
  const book = document.components.schemas;
  const requests = drawRequest({ operations, book, worldNames });
  const report = createFuzzReport(operations.map(({ name }) => name));
  const crashed = stack.failed.catch((error: unknown) => report.crash(String(error)));
  const worlds = createWorlds(input);
  const endAtMs = performance.now() + input.seconds * 1_000;
  const { only = null, leastRequests = 1 } = input;
  let next = only ?? 0;
  const isOver = (): boolean => {
    if (report.hasCrashed() || input.leaving?.aborted === true) return true;
    if (only !== null) return next > only;
    return next >= leastRequests && performance.now() > endAtMs;
  };
  const work = async (): Promise<void> => {
    while (!isOver()) {
      const number = next;
      next += 1;
      const drawn = fc.sample(requests, { seed: mix(seed, number), numRuns: 1 });
      const [request] = drawn as [DrawnRequest];
      const world = await worlds.at(number);
      await tryRequest({ number, request, world, report, limitMs });
    }
  };
  await Promise.race([Promise.all(Array.from({ length: together }, work)), crashed]);
  for (const door of ['api', 'worker', 'simulator'] as const)
    await lookAfter({ door, url: stack[`${door}Url`], report, limitMs });
  return report;
}

/** Neighbouring numbers of one seed give unlike draws. */
const mix = (seed: number, number: number): number =>
  (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)) | 0;

async function readDocument(apiUrl: string): Promise<FuzzDocument> {
  const answer = await fetch(`${apiUrl}/openapi.json`);
  return (await answer.json()) as FuzzDocument;
}

function createWorlds({ stack }: FuzzInput): { at: (number: number) => Promise<FuzzWorld> } {
  let current: { part: number; world: Promise<FuzzWorld> } | null = null;
  const first = Date.now() % 70_000_000;
  return {
    at: (number) => {
      const part = Math.floor(number / worldLife);
      if (current === null || current.part < part)
        current = { part, world: openFuzzWorld(stack, first + part) };
      return current.world;
    },
  };
}

/** After all of it each process still answers. */
async function lookAfter(input: {
  door: DoorName;
  url: string;
  report: FuzzReport;
  limitMs: number;
}): Promise<void> {
  const { door, url, report, limitMs } = input;
  const answer = await fetch(`${url}/livez`, { signal: AbortSignal.timeout(limitMs) }).catch(
    (error: unknown) => String(error),
  );
  if (typeof answer === 'string' || !answer.ok) report.crash(`${door} does not answer any more`);
}
