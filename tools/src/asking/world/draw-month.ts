import type { SeededRandom } from '../../chaos/plan/seeded-random.ts';
import type { Habits } from './draw-habits.ts';
import { homePage, pages, templates, type AskedPage } from './freight-program.ts';

export const dayMs = 86_400_000;

/**
 * A tap that could carry an ask. What the user would do with a pop-up then is drawn beforehand, so that every way of asking meets the
 * same user in the same mood.
 */
export type Tap = {
  kind: 'tap';
  atMs: number;
  page: AskedPage;
  mood: number;
  keeps: number;
  /** By template: below the interest, it stays ticked. */
  ticks: Readonly<Record<string, number>>;
};
/** The business has something to tell. */
export type Need = { kind: 'need'; atMs: number; templateId: string };
export type Moment = Tap | Need;

/** Times of a Poisson process. */
function drawTimes(random: SeededRandom, perDay: number, days: number): number[] {
  const times: number[] = [];
  const step = (): number => (-Math.log(1 - random.next()) / perDay) * dayMs;
  if (perDay <= 0) return times;
  for (let at = step(); at < days * dayMs; at += step()) times.push(at);
  return times;
}

function drawPage(random: SeededRandom): AskedPage {
  let left = random.next();
  return pages.find(({ share }) => (left -= share) < 0) ?? homePage;
}

function drawTaps(random: SeededRandom, visitAt: number): Tap[] {
  return Array.from({ length: random.between(1, 3) }, (_, index) => ({
    kind: 'tap',
    atMs: visitAt + index * 60_000,
    page: drawPage(random),
    mood: random.next(),
    keeps: random.next(),
    ticks: Object.fromEntries(templates.map(({ templateId }) => [templateId, random.next()])),
  }));
}

/** A trip tells of loading, of arrival, perhaps of something between, and of the money days later. */
function drawTrip(random: SeededRandom, beganAt: number): Need[] {
  const states = random.between(2, 3);
  const need = (templateId: string, afterDays: number): Need => ({
    ...{ kind: 'need', templateId },
    atMs: beganAt + afterDays * dayMs,
  });
  return [
    ...Array.from({ length: states }, (_, index) => need('trip', 0.1 + index * 0.6)),
    need('paid', 2 + random.next() * 4),
  ];
}

/** One user's month: taps and needs in the order of time. */
export function drawMonth(input: {
  habits: Habits;
  days: number;
  random: { visits: SeededRandom; needs: SeededRandom };
}): Moment[] {
  const { habits, days, random } = input;
  const visits = drawTimes(random.visits, habits.visitsPerDay, days);
  const taps = visits.flatMap((at) => drawTaps(random.visits, at));
  const { needs } = random;
  const trips = drawTimes(needs, habits.tripsPerDay, days).flatMap((at) => drawTrip(needs, at));
  const rates = { matched: habits.matchesPerDay, price: 0.05, papers: 0.012, news: 0.04 };
  const quotes = visits
    .filter(() => needs.chance(0.15))
    .map((at): Need => ({ kind: 'need', templateId: 'quote', atMs: at + needs.next() * dayMs }));
  const others = Object.entries(rates).flatMap(([templateId, perDay]) =>
    drawTimes(needs, perDay, days).map((atMs): Need => ({ kind: 'need', templateId, atMs })),
  );
  return [...taps, ...trips, ...quotes, ...others]
    .filter(({ atMs }) => atMs < days * dayMs)
    .sort((one, other) => one.atMs - other.atMs);
}
