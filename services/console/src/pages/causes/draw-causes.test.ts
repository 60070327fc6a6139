import { describe, expect, it } from '@jest/globals';
import type { Causes } from '@yuexin/client';
import { drawCauses } from './draw-causes.ts';

const words = { en: 'e', zh: 'z' };
const cause = (name: string, about: 'user' | 'data', times: number) => ({
  ...{ name, kind: 'refused' as const, reason: null, errcode: Number(name.split(' ')[1]) },
  ...{ times, about, meaning: words, advice: words },
});
const answer: Causes = {
  ...{ at: '2026-01-05T08:10:30.000Z', accepted: 9, sent: 3 },
  causes: [
    cause('refused 43101', 'user', 4),
    cause('refused 47003', 'data', 2),
    cause('refused 41030', 'data', 1),
  ],
  spans: [
    { at: '2026-01-05T08:09:00.000Z', times: { 'refused 43101': 4, 'refused 47003': 1 } },
    { at: '2026-01-05T08:10:00.000Z', times: { 'refused 47003': 1, 'refused 41030': 1 } },
  ],
};
const shown = answer.causes;

describe('causes over time', () => {
  it('are a series each, with a value for every span', () => {
    const { times, series } = drawCauses({
      answer,
      shown,
      span: 'hour',
      nameOf: ({ name }) => name,
    });
    expect(times).toHaveLength(60);
    expect(series.map(({ name, values }) => [name, values.slice(-2)])).toEqual([
      ['refused 43101', [4, 0]],
      ['refused 47003', [1, 1]],
      ['refused 41030', [0, 1]],
    ]);
  });

  it('of one class are one series', () => {
    const { series } = drawCauses({ answer, shown, span: 'hour', nameOf: ({ about }) => about });
    expect(series.map(({ name, values }) => [name, values.slice(-2)])).toEqual([
      ['user', [4, 0]],
      ['data', [1, 2]],
    ]);
  });
});
