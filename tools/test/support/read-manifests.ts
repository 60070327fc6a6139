import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';

export type Manifest = { file: string; kind: string; apiVersion: string; body: object };

/** Every document below the folder, in the order of the files' names. */
export function readManifests(folder: string): Manifest[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .flatMap((file) =>
      parseAllDocuments(readFileSync(path.join(folder, file), 'utf8')).map((document) => {
        if (document.errors.length > 0) throw new Error(`${file}: ${String(document.errors)}`);
        const body = document.toJS() as { kind: string; apiVersion: string };
        return { file, kind: body.kind, apiVersion: body.apiVersion, body };
      }),
    );
}
