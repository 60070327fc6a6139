/** What `npm audit --omit=dev --json` told. */
export type AuditVerdict =
  | { kind: 'asked'; grave: string[]; lesser: number }
  /** The registry did not answer, or not this question: nothing is known. */
  | { kind: 'not-asked'; why: string };

type Report = {
  vulnerabilities?: Record<string, { severity?: string; range?: string }>;
  message?: string;
  error?: { summary?: string };
};

const grave: ReadonlySet<string> = new Set(['high', 'critical']);

/** `grave`: packages with an advisory of high or above. Whatever is no report is no verdict either. */
export function judgeAudit(stdout: string): AuditVerdict {
  const report = parse(stdout);
  if (report?.vulnerabilities === undefined) {
    const why = report?.message ?? report?.error?.summary;
    return { kind: 'not-asked', why: why === undefined || why === '' ? 'no report came' : why };
  }
  const found = Object.entries(report.vulnerabilities);
  const isGrave = ([, { severity = '' }]: (typeof found)[number]): boolean => grave.has(severity);
  return {
    kind: 'asked',
    grave: found
      .filter(isGrave)
      .map(([name, { severity, range }]) => `${name} ${range ?? ''}: ${severity ?? ''}`),
    lesser: found.filter((one) => !isGrave(one)).length,
  };
}

function parse(text: string): Report | null {
  try {
    return JSON.parse(text) as Report;
  } catch {
    // npm writes something else when it cannot even begin.
    return null;
  }
}
