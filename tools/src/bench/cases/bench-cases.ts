import type { AnyBenchCase } from '../bench-case.ts';
import { sendPipeline } from './send-pipeline.ts';

/** Every case, in the order in which they run and are shown. */
export const benchCases: readonly AnyBenchCase[] = [sendPipeline];
