import { Option } from 'commander';

/** Which mini program; required, and the same for a whole shell session by YUEXIN_APP_ID. */
export function appOption(): Option {
  return new Option('--app <appId>', 'the mini program').env('YUEXIN_APP_ID').makeOptionMandatory();
}

/** As a filter, and only when it is said: a list that hides what one did not ask to hide misleads. */
export function appFilter(): Option {
  return new Option('--app <appId>', 'of this mini program only');
}
