import type { SimApp } from '../ledger/sim-app.ts';

/** An app without its secrets. */
export function showApp(app: SimApp) {
  const { appSecret, messageToken, encodingAesKey, ...settings } = app.settings;
  return {
    ...settings,
    hasAppSecret: appSecret !== '',
    hasMessageToken: messageToken !== null,
    hasEncodingAesKey: encodingAesKey !== null,
    templates: [...app.templates.values()],
    userCount: app.usersByOpenid.size,
  };
}
