import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { variables } from './variables.ts';

const text = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
const lines = text.split('\n');
const examples = new Map(
  lines.flatMap((line) => {
    const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [[name, value ?? '']];
  }),
);

describe('.env.example', () => {
  test('names exactly the variables that are read', () => {
    expect([...examples.keys()].toSorted()).toEqual(Object.keys(variables).toSorted());
  });

  test.each(Object.entries(variables))(
    '%s stands with its default and a line about it',
    (name, variable) => {
      const example = examples.get(name) ?? '';
      if (variable.fallback !== null) expect(example).toBe(variable.fallback);
      if (example !== '') expect(variable.schema.safeParse(example).success).toBe(true);
      const above = lines[lines.findIndex((line) => line.startsWith(`${name}=`)) - 1];
      expect(above).toMatch(/^# \S.+\.$/);
    },
  );
});
