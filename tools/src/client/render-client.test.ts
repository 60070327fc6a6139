import { readFileSync } from 'node:fs';
import { expect, jest, test } from '@jest/globals';
import { describeApi } from '@yuexin/api/describe-api';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { renderClient } from './render-client.ts';

jest.setTimeout(60_000);

test('what libs/client is generated to is current: `npm run docs` would change nothing', async () => {
  const files = await renderClient(describeApi());
  expect(files.size).toBe(3);
  for (const [file, text] of files) expect(readFileSync(file, 'utf8')).toBe(text);
});

test('openapi-typescript makes types of the whole document that compile strictly', async () => {
  const text = astToString(await openapiTS(JSON.stringify(describeApi())));
  // One mistake is put in, to see that mistakes would be found: it is the only one.
  expect(problemsOf(`${text}\nexport const wrong: operations['createPush'] = 1;`)).toEqual([
    expect.stringContaining("Type 'number' is not assignable"),
  ]);
});

function problemsOf(text: string): string[] {
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, types: [] },
    ...{ target: ts.ScriptTarget.ES2022, lib: ['lib.es2022.d.ts'] },
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, target) =>
    name === 'api.ts' ? ts.createSourceFile(name, text, target) : read(name, target);
  const program = ts.createProgram(['api.ts'], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
