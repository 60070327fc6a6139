import { summarise } from '../figures/summarise.ts';

/** One execution that auto_explain logged. */
export type LoggedPlan = {
  durationMs: number;
  /** Statement and plan as logged. */
  text: string;
  /** The database function that was called from outside, and the line of the innermost one; null for a plain statement. */
  place: { outer: string; inner: string; line: number } | null;
};

/** All executions of one statement. */
export type PlanGroup = {
  place: LoggedPlan['place'];
  times: number;
  medianMs: number;
  maxMs: number;
  /** Of the slowest. */
  text: string;
};

const ENTRY = /LOG: {2}duration: ([\d.]+) ms {2}plan:$/;
const CONTEXT = /CONTEXT: {2}(.*)$/;
const FUNCTION = /PL\/pgSQL function (\w+)\([^)]*\) line (\d+)/g;

/** Reads PostgreSQL's log with its default prefix: an entry's further lines begin with a tab. */
export function readPlans(log: string): LoggedPlan[] {
  const plans: LoggedPlan[] = [];
  let current: { durationMs: number; lines: string[]; context: string[] } | null = null;
  let isContext = false;
  const finish = (): void => {
    if (current !== null) {
      const { durationMs, lines, context } = current;
      plans.push({ durationMs, text: lines.join('\n'), place: placeOf(context.join('\n')) });
    }
    current = null;
    isContext = false;
  };
  for (const line of log.split('\n')) {
    const context = CONTEXT.exec(line)?.[1];
    if (line.startsWith('\t')) {
      if (current === null) continue;
      (isContext ? current.context : current.lines).push(line.slice(1));
    } else if (context !== undefined && current !== null && !isContext) {
      isContext = true;
      current.context.push(context);
    } else {
      finish();
      const durationMs = ENTRY.exec(line)?.[1];
      if (durationMs !== undefined) {
        current = { durationMs: Number(durationMs), lines: [], context: [] };
      }
    }
  }
  finish();
  return plans;
}

function placeOf(context: string): LoggedPlan['place'] {
  const calls = [...context.matchAll(FUNCTION)];
  const inner = calls[0];
  const outer = calls.at(-1);
  if (inner === undefined || outer === undefined) return null;
  return { outer: outer[1] ?? '', inner: inner[1] ?? '', line: Number(inner[2]) };
}

/** By the place of the statement, plain ones by their text, the most expensive first. */
export function groupPlans(plans: readonly LoggedPlan[]): PlanGroup[] {
  const groups = new Map<string, LoggedPlan[]>();
  for (const plan of plans) {
    const { place } = plan;
    const queryEnd = plan.text.search(/\n\S.*\(cost=/);
    const key = place === null ? plan.text.slice(0, queryEnd) : JSON.stringify(place);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [plan]);
    else group.push(plan);
  }
  return [...groups.values()].map(describeGroup).sort((a, b) => b.medianMs - a.medianMs);
}

function describeGroup(plans: readonly LoggedPlan[]): PlanGroup {
  const { median, max } = summarise(plans.map(({ durationMs }) => durationMs));
  const slowest = plans.find(({ durationMs }) => durationMs === max);
  return {
    place: slowest?.place ?? null,
    times: plans.length,
    medianMs: median,
    maxMs: max,
    text: slowest?.text ?? '',
  };
}
