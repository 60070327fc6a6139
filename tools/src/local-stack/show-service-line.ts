/** Shows what somebody at the terminal should see of a service's JSON log: warnings, errors, plain text. */
export function showServiceLine(service: string, line: string): void {
  const entry = parse(line);
  if (entry === null) {
    console.log(`[${service}] ${line}`);
    return;
  }
  if (isOwnProbe(entry)) return;
  if (entry.level === 'warn' || entry.level === 'error') {
    const why = typeof entry.error === 'string' ? entry.error : entry.error?.message;
    const reason = why === undefined ? '' : ` (${why})`;
    console.log(`[${service}] ${entry.level}: ${entry.message ?? line}${reason}`);
  }
}

/** We ask /readyz until it says yes: its "not yet" is no news. */
function isOwnProbe(entry: Entry): boolean {
  return entry.level === 'warn' && entry.route === '/readyz';
}

type Entry = {
  level?: string;
  message?: string;
  route?: string;
  error?: string | { message?: string };
};

function parse(line: string): Entry | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null; // Not JSON: a crash's stack trace, for one.
  }
}
