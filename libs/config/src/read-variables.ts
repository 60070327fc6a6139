import { AppError, type FieldProblem } from '@yuexin/errors';
import { variables, type VariableName, type VariableValue } from './variables.ts';

/** What a process hands in: `process.env` or a test's own. */
export type Environment = Readonly<Record<string, string | undefined>>;

type Values<N extends VariableName> = { [K in N]: VariableValue<K> };

const shownCharacters = 60;

function problemOf(name: VariableName, text: string | null): FieldProblem {
  const { expected, isSecret } = variables[name];
  const pointer = `/${name}`;
  if (text === null) {
    return { pointer, rule: 'required', message: `${name} is not set; expected ${expected}` };
  }
  const message = `${name} is wrong; expected ${expected}`;
  if (isSecret) return { pointer, rule: 'format', message };
  const actual = text.slice(0, shownCharacters);
  return { pointer, rule: 'format', message: `${message}, not '${actual}'`, actual };
}

/**
 * Reads the named variables, each by its schema; empty or blank means unset.
 * Throws one AppError `invalid-request` that lists all problems; values of secrets appear nowhere in it.
 */
export function readVariables<const N extends VariableName>(
  env: Environment,
  names: readonly N[],
): Values<N> {
  const problems: FieldProblem[] = [];
  const values: Partial<Record<VariableName, unknown>> = {};
  for (const name of names) {
    const { schema, fallback } = variables[name];
    const given = env[name]?.trim() ?? '';
    const text = given === '' ? fallback : given;
    const parsed = text === null ? null : schema.safeParse(text);
    if (parsed?.success === true) values[name] = parsed.data;
    else problems.push(problemOf(name, text));
  }
  if (problems.length > 0) {
    const count = problems.length === 1 ? 'One variable' : `${problems.length} variables`;
    throw new AppError('invalid-request', {
      message: `${count} of the environment cannot be used.`,
      problems,
    });
  }
  return values as Values<N>;
}
