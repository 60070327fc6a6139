import { describe, expect, test } from '@jest/globals';
import { findWordingFaults } from './find-wording-faults.ts';

const faults = (pointer: string, message: string) =>
  findWordingFaults({ results: [{ problem: { errors: [{ pointer, rule: 'r', message }] } }] });

describe('the wording of a problem', () => {
  test.each([
    ['/data/thing1', 'is missing; the template needs it'],
    ['', 'must be of type object'],
    ['/1', 'column openid is there twice'],
  ])('%s %s: reads as one', (pointer, message) => {
    expect(faults(pointer, message)).toEqual([]);
  });

  test.each([
    ['/templateId', 'templateId must be a text'],
    ['/data/thing1/value', 'thing1 is too long'],
    ['/header/idempotency-key', 'idempotencyKey: must be short'],
    ['', 'The body is not JSON'],
    ['/page', 'must not be a URL.'],
  ])('%s %s: is told apart', (pointer, message) => {
    expect(faults(pointer, message)).toHaveLength(1);
  });
});
