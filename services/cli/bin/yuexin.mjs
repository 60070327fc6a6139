#!/usr/bin/env node
// Plain JavaScript: it has to run on a Node.js that is too old, and in a clone that is not built, to say so.
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`yuexin needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
  process.exitCode = 1;
} else if (!existsSync(main)) {
  console.error('yuexin is not built yet. Run `npm run build` in the clone, then try again.');
  process.exitCode = 1;
} else {
  await import(main.href);
}
