/** Shows what somebody at the terminal should see of a service's JSON log: warnings, errors, plain text. */
export function showServiceLine(service: string, line: string): void {
  const entry = parse(line);
  if (entry === null) {
    console.log(`[${service}] ${line}`);
    return;
  }
  if (entry.level === 'warn' || entry.level === 'error') {
    console.log(`[${service}] ${entry.level}: ${entry.message ?? line}`);
  }
}

function parse(line: string): { level?: string; message?: string } | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null; // Not JSON: a crash's stack trace, for one.
  }
}
