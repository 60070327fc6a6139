import { AppError, type FieldProblem } from '@yuexin/errors';
import { describePortHolder, isPortFree } from './ports.ts';
import type { StackPorts } from './start-stack.ts';

const defaults = { API_PORT: 3000, WORKER_PORT: 3001, SIMULATOR_PORT: 3900 } as const;

/**
 * The three ports of `npm start`, from the environment.
 * @throws AppError `invalid-request` naming every port that is no port or given twice, else
 * `unavailable` naming every port that is taken, and by whom.
 */
export async function loadStartPorts(env: NodeJS.ProcessEnv): Promise<StackPorts> {
  const ports = {
    api: portOf(env, 'API_PORT'),
    worker: portOf(env, 'WORKER_PORT'),
    simulator: portOf(env, 'SIMULATOR_PORT'),
  };
  const wrong = [...wrongPorts(ports), ...equalPorts(ports)];
  if (wrong.length > 0) throw problemsError('invalid-request', wrong);
  const taken = await takenPorts(ports);
  if (taken.length > 0) throw problemsError('unavailable', taken);
  return ports;
}

/** NaN for what is no whole number. */
function portOf(env: NodeJS.ProcessEnv, name: keyof typeof defaults): number {
  const text = env[name]?.trim() ?? '';
  if (text === '') return defaults[name];
  return /^\d{1,5}$/.test(text) ? Number(text) : NaN;
}

const isPort = (port: number): boolean => port > 0 && port < 65_536;

function wrongPorts(ports: StackPorts): FieldProblem[] {
  return entriesOf(ports)
    .filter(([, port]) => !isPort(port))
    .map(([variable]) => ({
      pointer: `/${variable}`,
      rule: 'format',
      message: `${variable} must be a port from 1 to 65535.`,
    }));
}

function equalPorts(ports: StackPorts): FieldProblem[] {
  return entriesOf(ports).flatMap(([variable, port], index, all) => {
    const first = all.slice(0, index).find(([, other]) => other === port);
    if (first === undefined || !isPort(port)) return [];
    const message = `${variable} must be another port than ${first[0]}, which is ${String(port)} too.`;
    return [{ pointer: `/${variable}`, rule: 'distinct', message }];
  });
}

async function takenPorts(ports: StackPorts): Promise<FieldProblem[]> {
  const problems: FieldProblem[] = [];
  for (const [variable, port] of entriesOf(ports)) {
    if (await isPortFree(port)) continue;
    const holder = describePortHolder(port) ?? 'another process';
    const message = `Port ${String(port)} is held by ${holder}. Stop it, or set ${variable} to another port.`;
    problems.push({ pointer: `/${variable}`, rule: 'free', message });
  }
  return problems;
}

function entriesOf(ports: StackPorts): [variable: string, port: number][] {
  return Object.entries(ports).map(([name, port]) => [`${name.toUpperCase()}_PORT`, port]);
}

function problemsError(
  code: 'invalid-request' | 'unavailable',
  problems: readonly FieldProblem[],
): AppError {
  return new AppError(code, {
    message: problems.map((problem) => problem.message).join('\n'),
    problems,
  });
}
