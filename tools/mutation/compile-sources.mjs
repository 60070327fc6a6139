import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import { transformSync } from '@swc/core';

const requireOf = createRequire(import.meta.url);
const parameters = ['exports', 'require', 'module', '__filename'];

const compile = (filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    swcrc: false,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  return compileFunction(code, parameters, { filename });
};

/**
 * Compiles TypeScript once, so that it can be evaluated again and again: a mutant may change what a module does while it loads.
 * Every call of the answer gives a registry of its own; `given` are modules that stand in for packages.
 */
export function compileSources(given) {
  const compiled = new Map();
  const compiledAt = (filename) => {
    const known = compiled.get(filename) ?? compile(filename);
    compiled.set(filename, known);
    return known;
  };
  return () => {
    const loaded = new Map();
    const load = (filename) => {
      const known = loaded.get(filename);
      if (known !== undefined) return known.exports;
      const module = { exports: {} };
      loaded.set(filename, module);
      const importFrom = (specifier) => {
        if (Object.hasOwn(given, specifier)) return given[specifier];
        if (specifier.startsWith('.')) return load(join(dirname(filename), specifier));
        return requireOf(specifier);
      };
      compiledAt(filename)(module.exports, importFrom, module, filename);
      return module.exports;
    };
    return { load, filenames: () => [...loaded.keys()] };
  };
}
