import { describe, expect, test } from '@jest/globals';
import { type AskFact, planAsks } from './plan-asks.ts';

const fact = (templateId: string, facts: Partial<AskFact> = {}): AskFact => ({
  templateId,
  title: `title of ${templateId}`,
  kind: 'one-time',
  available: 0,
  parked: 0,
  hasStandingReject: false,
  lastAskedAt: new Date('2026-01-01T00:00:00Z'),
  refusalsInRow: 0,
  target: 0,
  ...facts,
});

const now = new Date('2026-01-10T00:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const silent = { target: null, lastAskedAt: null };
const plan = (facts: readonly AskFact[], askMax = 3) => planAsks({ facts, askMax, now });

describe('the plan of what to ask', () => {
  test('parked demand comes before stock, stock before what was never asked', () => {
    const facts = [
      fact('new', { target: null, lastAskedAt: null }),
      fact('low', { target: 2 }),
      fact('waiting', { parked: 1 }),
    ];
    expect(plan(facts)).toEqual({
      templateIds: ['waiting', 'low', 'new'],
      reasons: { waiting: 'parked-demand', low: 'below-target', new: 'never-asked' },
    });
  });

  test('the larger need comes first, then the one asked longest ago, then the id', () => {
    const facts = [
      fact('b', { target: 1 }),
      fact('a', { target: 1 }),
      fact('never', { target: 1, lastAskedAt: null }),
      fact('old', { target: 1, lastAskedAt: new Date('2025-01-01T00:00:00Z') }),
      fact('two', { target: 2 }),
    ];
    expect(plan(facts, 5).templateIds).toEqual(['two', 'never', 'old', 'a', 'b']);
    expect(plan(facts.toReversed(), 5).templateIds).toEqual(['two', 'never', 'old', 'a', 'b']);
  });

  test('of parked demand the larger gap comes first, not the larger number', () => {
    const facts = [fact('many', { parked: 3, available: 2 }), fact('bare', { parked: 2 })];
    expect(plan(facts).templateIds).toEqual(['bare', 'many']);
  });

  test('of stock, too, the larger gap comes first, not the larger number', () => {
    const facts = [fact('many', { target: 5, available: 2 }), fact('bare', { target: 4 })];
    expect(plan(facts).templateIds).toEqual(['bare', 'many']);
  });

  test('a full stock does not ride along', () => {
    const facts = [fact('low', { target: 4 }), fact('full', { target: 4, available: 4 })];
    expect(plan(facts).templateIds).toEqual(['low']);
  });

  test('who has refused nothing may be asked again at once', () => {
    const facts = [fact('t', { target: 1, lastAskedAt: daysAgo(0.25) })];
    expect(plan(facts).templateIds).toEqual(['t']);
  });

  test('parked pushes that a grant already covers ask for nothing', () => {
    expect(plan([fact('t', { parked: 1, available: 1 })]).templateIds).toEqual([]);
    expect(plan([fact('t', { parked: 2, available: 1 })]).templateIds).toEqual(['t']);
  });

  test('a template with a standing reject is never asked for, whatever waits', () => {
    const rejected = { parked: 9, target: 9, hasStandingReject: true };
    expect(plan([fact('t', rejected)])).toEqual({ templateIds: [], reasons: {} });
  });

  test('at most askMax are asked for', () => {
    const facts = ['a', 'b', 'c', 'd'].map((id) => fact(id, { parked: 1 }));
    expect(plan(facts, 3).templateIds).toEqual(['a', 'b', 'c']);
    expect(plan(facts, 1).templateIds).toEqual(['a']);
  });

  test('kinds are never mixed: the most urgent decides', () => {
    const facts = [
      fact('long', { kind: 'long-term', parked: 2 }),
      fact('once', { parked: 1 }),
      fact('long-too', { kind: 'long-term', target: 1 }),
    ];
    expect(plan(facts).templateIds).toEqual(['long', 'long-too']);
  });

  test('of two equal titles only the more urgent is asked for', () => {
    const facts = [
      fact('a', { title: '到货', target: 1 }),
      fact('b', { title: '到货', parked: 1 }),
      fact('c', { target: 1 }),
    ];
    expect(plan(facts).templateIds).toEqual(['b', 'c']);
  });

  test('by default a template is wanted only when it was never asked and has no balance', () => {
    expect(plan([fact('t', silent)]).templateIds).toEqual(['t']);
    expect(plan([fact('t', { ...silent, available: 1 })]).templateIds).toEqual([]);
    expect(plan([fact('t', { target: null })]).templateIds).toEqual([]);
  });

  test('a target of none keeps a new template from being asked for', () => {
    expect(plan([fact('t', { target: 0, lastAskedAt: null })]).templateIds).toEqual([]);
  });

  test('a long-term template is in stock with one grant', () => {
    const standing = { kind: 'long-term', target: 5 } as const;
    expect(plan([fact('t', { ...standing, available: 1 })]).templateIds).toEqual([]);
    expect(plan([fact('t', standing)]).templateIds).toEqual(['t']);
  });

  test('stock at half of its target opens no pop-up, but fills one that is opened anyway', () => {
    const half = fact('half', { target: 4, available: 2 });
    expect(plan([half]).templateIds).toEqual([]);
    expect(plan([half, fact('low', { target: 4, available: 1 })]).templateIds).toEqual([
      'low',
      'half',
    ]);
    expect(plan([half, fact('full', { target: 4, available: 4 })]).templateIds).toEqual([]);
  });

  test.each([
    [1, 1],
    [2, 2],
    [3, 4],
    [4, 8],
    [9, 8],
  ])('after %d refusals in a row a template opens no pop-up for %d days', (refusalsInRow, days) => {
    const waiting = { parked: 1, refusalsInRow };
    const hour = 1 / 24;
    const rested = fact('t', { ...waiting, lastAskedAt: daysAgo(days) });
    const resting = fact('t', { ...waiting, lastAskedAt: daysAgo(days - hour) });
    expect(plan([rested]).templateIds).toEqual(['t']);
    expect(plan([resting]).templateIds).toEqual([]);
  });

  test('a template that rests comes last in a pop-up that another one opens', () => {
    const resting = fact('waiting', { parked: 5, refusalsInRow: 2, lastAskedAt: daysAgo(1) });
    const facts = [resting, fact('low', { target: 1 }), fact('new', silent)];
    expect(plan(facts)).toEqual({
      templateIds: ['low', 'new', 'waiting'],
      reasons: { low: 'below-target', new: 'never-asked', waiting: 'parked-demand' },
    });
    expect(plan(facts, 2).templateIds).toEqual(['low', 'new']);
  });
});
