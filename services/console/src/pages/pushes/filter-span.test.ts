import { describe, expect, it } from '@jest/globals';
import { spanOf, timesOf } from './filter-span.ts';

const from = '2026-01-05T08:00:00.000Z';
const to = '2026-01-06T08:00:00.000Z';

describe('the times of a search', () => {
  it.each([{ from, to }, { from }, { to }, {}])('are asked for again as they were: %j', (times) => {
    expect(timesOf(spanOf(times))).toEqual(times);
  });

  it('are none where the field was cleared', () => {
    expect(timesOf(null)).toEqual({});
    expect(timesOf([null, null])).toEqual({});
  });
});
