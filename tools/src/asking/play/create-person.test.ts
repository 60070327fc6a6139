import { describe, expect, test } from '@jest/globals';
import { pages } from '../world/freight-program.ts';
import { dayMs, type Tap } from '../world/draw-month.ts';
import { usualScenario, type Scenario } from '../world/scenario.ts';
import { createPerson } from './create-person.ts';

const habits = {
  ...{ visitsPerDay: 1, tripsPerDay: 0, matchesPerDay: 0, willingness: 0.8 },
  interests: { trip: 0.9, news: 0.1 },
};
const person = (scenario: Partial<Scenario> = {}) =>
  createPerson({ habits, scenario: { ...usualScenario, ...scenario } });
const tap = (given: Partial<Tap> = {}): Tap => ({
  ...{ kind: 'tap', atMs: 0, page: pages[0]!, mood: 0.1, keeps: 0.99 },
  ticks: { trip: 0.5, news: 0.5 },
  ...given,
});

describe('a synthetic user before the pop-up', () => {
  test('allows what interests and unticks the rest; in a bad mood allows nothing', () => {
    expect(person().answer(['trip', 'news'], tap())).toEqual({
      isShown: true,
      results: { trip: 'accept', news: 'reject' },
    });
    expect(person().answer(['trip', 'news'], tap({ mood: 0.9 })).results).toEqual({
      trip: 'reject',
      news: 'reject',
    });
  });

  test('when the choice is kept, then what was ticked is allowed without a pop-up, and what was not is rejected for good', () => {
    const one = person({ keepsAccept: 1 });
    one.answer(['trip', 'news'], tap());
    const later = tap({ atMs: dayMs, mood: 0.9 });
    expect(one.answer(['trip', 'news'], later)).toEqual({
      isShown: false,
      results: { trip: 'accept', news: 'reject' },
    });
  });

  test('tires of pop-ups, and forgets them', () => {
    const one = person({ fatigue: 0.2 });
    const mood = 0.75;
    expect(one.answer(['trip'], tap({ mood })).results).toEqual({ trip: 'accept' });
    expect(one.answer(['trip'], tap({ mood })).results).toEqual({ trip: 'reject' });
    const rested = tap({ mood, atMs: 30 * dayMs });
    expect(one.answer(['trip'], rested).results).toEqual({ trip: 'accept' });
  });

  test('does not tire where no pop-up is shown', () => {
    const one = person({ fatigue: 0.5, keepsAccept: 0.5 });
    one.answer(['trip'], tap({ keeps: 0 }));
    const later = tap({ atMs: 60 * dayMs, mood: 0.7 });
    for (let taps = 0; taps < 9; taps += 1) one.answer(['trip'], later);
    expect(one.answer(['news'], { ...later, ticks: { news: 0 } }).results).toEqual({
      news: 'accept',
    });
  });
});
