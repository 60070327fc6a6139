import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { interpolate } from './interpolate.ts';

/** The part of a compose file that our own uses. */
export type ComposeService = {
  image?: string;
  command?: string[];
  environment?: Record<string, string | number>;
  profiles?: string[];
  depends_on?: Record<string, { condition: DependencyCondition }>;
  healthcheck?: { test?: string[] };
  deploy?: { replicas?: number };
  ports?: string[];
};
export type DependencyCondition =
  'service_started' | 'service_healthy' | 'service_completed_successfully';
export type ComposeFile = { services: Record<string, ComposeService> };

/** With `env` put in as compose does. @throws AppError naming the variables that must be set and are not. */
export function readComposeFile(
  file: string,
  env: Readonly<Record<string, string | undefined>>,
): ComposeFile {
  const raw: unknown = parse(readFileSync(file, 'utf8'), { merge: true });
  return interpolate(raw, env) as ComposeFile;
}
