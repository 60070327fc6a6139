/** Puts the built helper where WeChat's tools look for packages, as their own "build npm" does. */
import { cpSync, existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../../libs/miniprogram/miniprogram_dist', import.meta.url));
const place = fileURLToPath(
  new URL('miniprogram/miniprogram_npm/@yuexin/miniprogram', import.meta.url),
);

if (!existsSync(built)) {
  console.error('The helper is not built yet: run "npm run build" in the root of the repository.');
  process.exit(1);
}
rmSync(place, { recursive: true, force: true });
cpSync(built, place, { recursive: true, filter: (file) => !/\.(tsbuildinfo|d\.ts)$/.test(file) });
console.log('The helper is in miniprogram/miniprogram_npm. Open this folder in WeChat’s tools.');
