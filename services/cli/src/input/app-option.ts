import { Option } from 'commander';

/** Which mini program; required, and the same for a whole shell session by YUEXIN_APP_ID. */
export function appOption(): Option {
  return new Option('--app <appId>', 'the mini program').env('YUEXIN_APP_ID').makeOptionMandatory();
}

/** The same as a filter. */
export function appFilter(): Option {
  return new Option('--app <appId>', 'of this mini program only').env('YUEXIN_APP_ID');
}
