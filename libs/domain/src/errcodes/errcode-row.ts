import type { ErrcodeFacts, ErrcodePolicy, PauseEnd } from './errcode-policy.ts';

type Override = Partial<Omit<ErrcodePolicy, keyof ErrcodeFacts>>;

/** The app rests until the cause is mended; the push waits and keeps its retries. */
export const configurationRow = (
  row: ErrcodeFacts & { until?: PauseEnd } & Override,
): ErrcodePolicy => {
  const { until = null, ...facts } = row;
  return {
    about: 'configuration',
    action: { kind: 'pause-app-until', pause: 'configuration', until },
    grant: 'release',
    alarms: true,
    reason: 'app-configuration',
    ...facts,
  };
};

/** The token goes, the push stays. */
export const tokenRow = (row: ErrcodeFacts & Override): ErrcodePolicy => ({
  about: 'token',
  action: { kind: 'refresh-token' },
  grant: 'release',
  alarms: false,
  reason: 'token-refused',
  ...row,
});

/** The caller's own fault: terminal for this push, and nobody else's business. */
export const dataRow = (row: ErrcodeFacts & Override): ErrcodePolicy => ({
  about: 'data',
  action: { kind: 'dead' },
  grant: 'release',
  alarms: false,
  reason: 'request-invalid',
  ...row,
});

/** Answers of other endpoints: should subscribe/send ever give one, the push dies and somebody is told. */
export const elsewhereRow = (
  row: ErrcodeFacts & Pick<ErrcodePolicy, 'about'> & Override,
): ErrcodePolicy => ({
  action: { kind: 'dead' },
  grant: 'release',
  alarms: true,
  reason: 'request-invalid',
  ...row,
});
