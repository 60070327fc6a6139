import type { LogLine } from './log-line.ts';

const clockTime = (time: string): string => time.slice(11, 23);

function stackOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { stack, cause } = value as { stack?: unknown; cause?: unknown };
  return [...(typeof stack === 'string' ? [stack] : []), ...stackOf(cause)];
}

function showField(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'message' in value && 'name' in value) {
    return JSON.stringify({ ...value, stack: undefined, cause: undefined });
  }
  return typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}

/** A line for people: time (UTC), level, service, message, fields as name=value, stacks below. */
export function renderPretty(line: LogLine): string {
  const fields = Object.entries(line.fields).filter(([, value]) => value !== undefined);
  const shown = fields.map(([name, value]) => `${name}=${showField(value)}`);
  const head = [clockTime(line.time), line.level.padEnd(5), line.service, line.message, ...shown];
  const stacks = fields.flatMap(([, value]) => stackOf(value));
  return [head.join(' '), ...stacks.map((stack) => stack.replace(/^/gm, '    '))].join('\n');
}
