/** How far back a page looks, and into how many equal spans that is cut. */
export const chosenSpans = {
  hour: { minutes: 60, count: 60, minutesEach: 1 },
  day: { minutes: 1440, count: 96, minutesEach: 15 },
  week: { minutes: 10_080, count: 84, minutesEach: 120 },
} as const;
export type ChosenSpan = keyof typeof chosenSpans;

export const spanNames = ['hour', 'day', 'week'] as const satisfies readonly ChosenSpan[];

/** The span an address names; a day when it names none. */
export const readSpan = (text: string | null): ChosenSpan =>
  spanNames.find((name) => name === text) ?? 'day';
