import fc from 'fast-check';

/** The gate tries the same cases each time; `npm run check:properties` draws others, and prints the seed of what fails. */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 1) });
