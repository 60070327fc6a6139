import { errcodeTable } from './errcodes/errcode-table.ts';

/** Alarms that come with a pause of an app: their cause is gone, or asked about anew, when no pause is left. */
export const pauseAlarms: readonly string[] = [
  'token-refused',
  ...new Set(
    errcodeTable
      .filter(({ action }) => action.kind === 'pause-app-until')
      .map(({ code }) => `errcode-${code}`),
  ),
];
