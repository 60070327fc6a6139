import type { FuzzReport } from './fuzz-report.ts';

/** What the run saw, and each kind of fault once, with the number that draws it again. */
export function printFuzzReport(input: {
  report: FuzzReport;
  seed: number;
  print: (line: string) => void;
}): void {
  const { report, seed, print } = input;
  const { requests, answers, excused, slowestMs, slowest, neverTaken, operations } =
    report.summary();
  const counted = Object.entries(answers).sort(([one], [other]) => one.localeCompare(other));
  print(`${requests} requests to ${operations} operations, seed ${seed}:`);
  print(`  answers: ${counted.map(([kind, count]) => `${kind} ${count}`).join(', ')}`);
  print(`  excused (503 with Retry-After, WeChat's refusals): ${excused}`);
  print(`  slowest: ${slowestMs} ms (${slowest})`);
  if (neverTaken.length > 0) print(`  never taken: ${neverTaken.join(', ')}`);
  const kinds = new Map<string, number>();
  for (const fault of report.faults()) {
    const kind = `${fault.operation}: ${fault.what}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (kinds.get(kind) !== 1) continue;
    print(`\nFAULT ${kind} (--seed ${seed} --only ${fault.number})`);
    print(fault.request.replace(/^/gm, '  > '));
    if (fault.answer !== '') print(fault.answer.replace(/^/gm, '  < '));
  }
  for (const [kind, count] of kinds) if (count > 1) print(`${count} times ${kind}`);
  for (const crash of report.crashes()) print(`\nCRASH ${crash}`);
}
