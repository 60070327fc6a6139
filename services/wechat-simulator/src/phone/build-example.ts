import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the example as the phone's browser gets it. */
export type ExampleFile = { type: string; body: string };

/** The mini program of examples/ where this is a clone of the repository; an installed simulator has none. */
const folder = fileURLToPath(
  new URL('../../../../examples/miniprogram/miniprogram/', import.meta.url),
);

type AppJson = { pages: string[] };
type PageJson = { navigationBarTitleText?: string };

const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');
const json = (value: unknown): ExampleFile => ({
  type: 'application/json',
  body: JSON.stringify(value),
});

/**
 * The pages of the example mini program for a browser: scripts as modules, styles with rpx turned into parts of the phone's width, the
 * pages' WXML as it is. Null where there is no example, or nothing to build it with.
 */
export async function buildExample(): Promise<Map<string, ExampleFile> | null> {
  const isHere = existsSync(path.join(folder, 'app.json'));
  const esbuild = isHere ? await import('esbuild').catch(() => null) : null;
  if (esbuild === null) return null;
  const { pages } = JSON.parse(read('app.json')) as AppJson;
  const { outputFiles } = await esbuild.build({
    entryPoints: ['app', ...pages].map((name) => path.join(folder, `${name}.ts`)),
    outdir: '/',
    outbase: folder,
    ...{ bundle: true, splitting: true, format: 'esm', write: false },
    conditions: ['source'],
    logLevel: 'silent',
  });
  const shown = pages.map((route) => {
    const { navigationBarTitleText: title = '' } = JSON.parse(read(`${route}.json`)) as PageJson;
    return { route, title, wxml: read(`${route}.wxml`) };
  });
  return new Map([
    ...outputFiles.map(({ path: name, text }): [string, ExampleFile] => [
      name,
      { type: 'text/javascript', body: text },
    ]),
    ['/pages.json', json({ pages: shown })],
    ['/app.css', { type: 'text/css', body: toCss(read('app.wxss')) }],
  ]);
}

/** 750rpx are the phone's width; nested, so that the styles stay within the mini program. */
const toCss = (wxss: string): string =>
  `.wx-root {\n${wxss.replaceAll(/(?<![\d.])([\d.]+)rpx/g, 'calc($1 * 100cqw / 750)')}\n}\n`;
