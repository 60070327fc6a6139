import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';

describe('The helper', () => {
  test('is under 6,000 bytes, minified, and depends on nothing', async () => {
    const { outputFiles, metafile } = await build({
      entryPoints: [path.join(import.meta.dirname, 'index.ts')],
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2018',
      metafile: true,
      write: false,
    });
    expect(outputFiles[0]?.contents.length).toBeLessThan(6_000);
    expect(Object.keys(metafile.inputs).filter((file) => file.includes('node_modules'))).toEqual(
      [],
    );
  });
});
