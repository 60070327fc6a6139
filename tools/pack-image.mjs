/** `node tools/pack-image.mjs <built tree> <new folder>`: what the image runs, and nothing else. */
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** In each package, where it is there. */
const kept = ['package.json', 'dist', 'bin', 'sql', 'node_modules'];
const tools = ['package.json', 'dist', 'healthcheck.mjs'];
/** Their types and maps stay: stack traces name the source. */
const leftOut = /(\.tsbuildinfo|\.d\.ts|\.d\.ts\.map)$/;

const [from, to] = process.argv.slice(2);
if (from === undefined || to === undefined) throw new Error('Two folders: from, to.');

const copy = (relative) => {
  const source = path.join(from, relative);
  if (!existsSync(source)) return;
  mkdirSync(path.dirname(path.join(to, relative)), { recursive: true });
  cpSync(source, path.join(to, relative), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => file.includes('node_modules') || !leftOut.test(file),
  });
};

const packages = ['libs', 'services'].flatMap((folder) =>
  readdirSync(path.join(from, folder)).map((name) => path.join(folder, name)),
);
for (const file of ['package.json', 'LICENSE', 'node_modules']) copy(file);
for (const name of ['migrations', ...packages])
  for (const part of kept) copy(path.join(name, part));
for (const part of tools) copy(path.join('tools', part));
