/** `npm run docs`, for libs/client: writes what is generated from the OpenAPI document. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeApi } from '@yuexin/api/describe-api';
import { renderClient } from './client/render-client.ts';

for (const [file, text] of await renderClient(describeApi())) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
