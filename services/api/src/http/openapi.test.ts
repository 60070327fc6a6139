import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { createRoutes, type RouteDeps } from '../routes/create-routes.ts';
import { createOpenApiDocument } from './openapi.ts';

/** Nothing is asked of it: no route is called here. */
const uncalled: RouteDeps = new Proxy(() => undefined, {
  get: () => uncalled,
}) as unknown as RouteDeps;
const document = createOpenApiDocument({
  routes: createRoutes(uncalled),
  version: '0.1.0',
  publicUrl: 'https://push.yuexin.test',
});

type Told = { totals: { errors: number; warnings: number }; problems: { message: string }[] };

async function lint(content: object): Promise<Told> {
  const folder = await mkdtemp(path.join(tmpdir(), 'yuexin-openapi-'));
  try {
    const file = path.join(folder, 'openapi.json');
    await writeFile(file, JSON.stringify(content));
    const cli = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js');
    const args = [cli, 'lint', file, '--format=json', '--extends=recommended'];
    const env = {
      ...process.env,
      REDOCLY_TELEMETRY: 'off',
      REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    };
    const run = promisify(execFile)(process.execPath, args, { env, maxBuffer: 1 << 26 });
    // With problems it exits 1 and tells them all the same.
    const { stdout } = await run.catch((error: unknown) => error as { stdout: string });
    return JSON.parse(stdout) as Told;
  } finally {
    await rm(folder, { recursive: true });
  }
}

test("the document breaks none of Redocly's recommended rules", async () => {
  const { problems } = await lint(document);
  expect(problems.map(({ message }) => message)).toEqual([]);
}, 30_000);

test('a document that breaks one is told apart', async () => {
  const { totals } = await lint({ ...document, security: [{ nobody: [] }] });
  expect(totals.errors).toBeGreaterThan(0);
}, 30_000);
