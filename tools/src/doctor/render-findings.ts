import type { CheckStatus, Finding } from './finding.ts';

const words: Record<CheckStatus, string> = {
  ok: 'ok',
  warning: 'WARNING',
  failed: 'FAILED',
  skipped: 'not seen',
};

const statusWidth = 9;

/** A line for each finding, below it what to do, and at the end the count. */
export function renderFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const indent = ' '.repeat(statusWidth + width + 2);
  const lines = findings.flatMap(({ check, status, detail, todo }) => [
    `${words[status].padEnd(statusWidth)}${check.padEnd(width + 2)}${detail}`,
    ...(todo === null ? [] : [`${indent}→ ${todo}`]),
  ]);
  return [...lines, '', summary(findings)].join('\n');
}

function summary(findings: readonly Finding[]): string {
  const count = (status: CheckStatus) => findings.filter((one) => one.status === status).length;
  const parts = [
    ...[`${findings.length} looked at`, `${count('failed')} failed`],
    ...[`${count('warning')} to be warned of`, `${count('skipped')} not seen`],
  ];
  return `${parts.join(', ')}.`;
}

/** The worst of them: `failed` alone makes the exit code 1. */
export function worstOf(findings: readonly Finding[]): 'ok' | 'warning' | 'failed' {
  const has = (status: CheckStatus) => findings.some((one) => one.status === status);
  if (has('failed')) return 'failed';
  return has('warning') ? 'warning' : 'ok';
}
