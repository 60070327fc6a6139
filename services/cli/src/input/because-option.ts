import { Option } from 'commander';

/** Why an operator does it, in his own words; `--reason` is what a list is filtered by. */
export const becauseOption = (): Option => new Option('--because <text>', 'why; kept in the audit');

/** As the api takes it. */
export const becauseOf = ({ because }: { because?: string }): { reason?: string } =>
  because === undefined ? {} : { reason: because };
