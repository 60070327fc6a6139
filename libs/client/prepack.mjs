/** Builds what is published: ES modules in dist, CommonJS in dist/cjs. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = import.meta.dirname;
const dist = path.join(root, 'dist');
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const compile = (...args) =>
  execFileSync(process.execPath, [tsc, ...args], { cwd: root, stdio: 'inherit' });

rmSync(path.join(dist, 'cjs'), { recursive: true, force: true });
compile('-b', 'tsconfig.build.json');
for (const file of readdirSync(dist, { recursive: true })) {
  const source = file.replace(/(\.d\.ts|\.js)(\.map)?$/, '.ts');
  const isStale = source !== file && !existsSync(path.join(root, 'src', source));
  if (isStale) rmSync(path.join(dist, file));
}
compile('-p', 'tsconfig.cjs.json');
// What lies below is CommonJS, whatever the package says.
writeFileSync(path.join(dist, 'cjs', 'package.json'), '{ "type": "commonjs" }\n');
