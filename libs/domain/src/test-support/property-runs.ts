/** `npm run check:properties` tries more cases than the gate, this many times as many. */
export const propertyFactor = Number(process.env.PROPERTY_RUNS ?? 1);

/** How often a property is tried. The seed is set for all tests in `libs/testkit/jest-properties.mjs`. */
export const propertyRuns = (numRuns: number): { numRuns: number } => ({
  numRuns: numRuns * propertyFactor,
});
