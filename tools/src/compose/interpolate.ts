import { AppError, type FieldProblem } from '@yuexin/errors';

type Env = Readonly<Record<string, string | undefined>>;

/** `${NAME}`, `${NAME:-default}` (which may hold another one), `${NAME:?what to do}`; as compose reads them. */
const innermost = /\$\{([A-Z_]+)(?::(-|\?)([^${}]*))?\}/;

/**
 * Puts variables into every string of a parsed compose file.
 * @throws AppError `invalid-request` naming every variable that must be set and is not.
 */
export function interpolate(value: unknown, env: Env): unknown {
  const problems: FieldProblem[] = [];
  const text = (given: string): string => {
    let now = given;
    for (let found = innermost.exec(now); found !== null; found = innermost.exec(now)) {
      const [whole, name = '', operator, argument = ''] = found;
      const set = env[name] ?? '';
      if (set === '' && operator === '?') {
        const message = `${name} is not set: ${argument}`;
        problems.push({ pointer: `/${name}`, rule: 'required', message });
      }
      const fallback = operator === '-' ? argument : '';
      // As a function: a `$` of the value stays one.
      now = now.replace(whole, () => (set === '' ? fallback : set));
    }
    return now;
  };
  const walk = (node: unknown): unknown => {
    if (typeof node === 'string') return text(node);
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, walk(child)]));
  };
  const done = walk(value);
  if (problems.length > 0) {
    const message = [...new Set(problems.map((problem) => problem.message))].join('\n');
    throw new AppError('invalid-request', { message, problems });
  }
  return done;
}
