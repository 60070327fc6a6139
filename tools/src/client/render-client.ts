import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { repoRoot } from '../local-stack/repo-root.ts';
import type { OpenApiDocument } from './open-api-document.ts';
import { readCalls } from './read-calls.ts';
import { renderApiCalls } from './render-api-calls.ts';
import { renderApiSchema } from './render-api-schema.ts';
import { renderModels } from './render-models.ts';

const folder = path.join(repoRoot, 'libs/client/src/generated');
const banner = '// Generated from the OpenAPI document by `npm run docs`. Not to be edited.\n';

/** What `libs/client` is generated to: the text of each file by its full path. The same document gives the same texts. */
export async function renderClient(document: object): Promise<Map<string, string>> {
  const api = document as OpenApiDocument;
  const texts = {
    'api-schema.ts': await renderApiSchema(api),
    'models.ts': renderModels(api),
    'api-calls.ts': renderApiCalls(readCalls(api)),
  };
  const files = new Map<string, string>();
  for (const [name, text] of Object.entries(texts)) {
    const filepath = path.join(folder, name);
    const style = await resolveConfig(filepath);
    files.set(filepath, await format(`${banner}${text}`, { ...style, filepath }));
  }
  return files;
}
