import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

/** One file of sql/functions: what it declares and how to tell whether it is installed. */
export type FunctionFile = {
  fileName: string;
  sql: string;
  checksum: string;
  functionNames: string[];
};

const folder = new URL('../../sql/functions/', import.meta.url);
const declaration = /create\s+or\s+replace\s+function\s+(?:public\.)?([a-z_][a-z0-9_]*)\s*\(/gi;

/** Reads every function file, by name. */
export async function readFunctions(): Promise<FunctionFile[]> {
  const fileNames = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(fileNames.map(readFunctionFile));
}

async function readFunctionFile(fileName: string): Promise<FunctionFile> {
  const sql = await readFile(new URL(fileName, folder), 'utf8');
  const functionNames = [...sql.matchAll(declaration)].map((match) => match[1] ?? '');
  return {
    fileName,
    sql,
    checksum: createHash('sha256').update(sql).digest('hex'),
    functionNames: [...new Set(functionNames)],
  };
}
