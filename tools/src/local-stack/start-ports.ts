import { AppError, type FieldProblem } from '@yuexin/errors';
import { describePortHolder, isPortFree } from './ports.ts';
import type { StackPorts } from './start-stack.ts';

const defaults = { API_PORT: 3000, WORKER_PORT: 3001, SIMULATOR_PORT: 3900 } as const;

/**
 * The three ports of `npm start`, from the environment.
 * @throws AppError `invalid-request` or `unavailable` naming every port that is bad or taken, and by whom.
 */
export async function loadStartPorts(env: NodeJS.ProcessEnv): Promise<StackPorts> {
  const ports = {
    api: portOf(env, 'API_PORT'),
    worker: portOf(env, 'WORKER_PORT'),
    simulator: portOf(env, 'SIMULATOR_PORT'),
  };
  const problems: FieldProblem[] = [];
  for (const [name, port] of Object.entries(ports)) {
    if (await isPortFree(port)) continue;
    const holder = describePortHolder(port) ?? 'another process';
    const variable = `${name.toUpperCase()}_PORT`;
    problems.push({
      pointer: `/${variable}`,
      rule: 'free',
      message: `Port ${String(port)} is held by ${holder}. Stop it, or set ${variable} to another port.`,
    });
  }
  if (problems.length === 0) return ports;
  const message = problems.map((problem) => problem.message).join('\n');
  throw new AppError('unavailable', { message, problems });
}

function portOf(env: NodeJS.ProcessEnv, name: keyof typeof defaults): number {
  const text = env[name] ?? '';
  if (text === '') return defaults[name];
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new AppError('invalid-request', { message: `${name} must be a port from 1 to 65535.` });
}
