/** What nobody has measured, in one place: each of it is turned both ways in the report. */
export type Scenario = {
  name: string;
  /** Factors on how often users come, and on how many pushes the business makes. */
  visits: number;
  demand: number;
  /** A pop-up seen just now takes this part of the willingness, the next one as much again of what is left. */
  fatigue: number;
  /** The chance that a user who allows, or refuses, ticks "always keep" with it. */
  keepsAccept: number;
  keepsRefusal: number;
};

/** How long a pop-up weighs: half of it is forgotten after so many days. */
export const fatigueHalfLifeDays = 3;

const usual: Omit<Scenario, 'name'> = {
  ...{ visits: 1, demand: 1, fatigue: 0.06 },
  ...{ keepsAccept: 0.02, keepsRefusal: 0.015 },
};

export const usualScenario: Scenario = { name: 'usual', ...usual };

export const otherScenarios: readonly Scenario[] = [
  { name: 'nobody tires', ...usual, fatigue: 0, keepsRefusal: 0 },
  { name: 'tires twice as fast', ...usual, fatigue: 0.12 },
  { name: 'comes half as often', ...usual, visits: 0.5 },
  { name: 'twice the pushes', ...usual, demand: 2 },
  { name: 'keeps choices often', ...usual, keepsAccept: 0.08, keepsRefusal: 0.06 },
];
