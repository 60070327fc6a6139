import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, fingerprintOf } from './fingerprint.ts';

describe('the fingerprint of a request', () => {
  test('when only the order of members differs, then it is the same', () => {
    const one = fingerprintOf('push', { a: 1, b: { c: [1, 2], d: null } });
    expect(fingerprintOf('push', { b: { d: null, c: [1, 2] }, a: 1 }).equals(one)).toBe(true);
  });

  test.each([
    [{ a: 1 }, { a: '1' }],
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: 1 }, { a: 1, b: null }],
    [{ a: { b: 1 } }, { 'a.b': 1 }],
    [['a', 'b'], ['a,b']],
  ])('when %j becomes %j, then it is another', (one, other) => {
    expect(fingerprintOf('push', one).equals(fingerprintOf('push', other))).toBe(false);
  });

  test('when another thing is asked for with the same body, then it is another', () => {
    expect(fingerprintOf('push', {}).equals(fingerprintOf('app', {}))).toBe(false);
  });

  test('a time counts by its instant, and what is undefined is not there', () => {
    expect(canonicalJson({ at: new Date(0), gone: undefined })).toBe(
      '{"at":"1970-01-01T00:00:00.000Z"}',
    );
  });

  test('for any JSON the canonical text reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const copy = JSON.parse(JSON.stringify(value)) as unknown;
        expect(JSON.parse(canonicalJson(copy))).toEqual(copy);
      }),
    );
  });
});
