import type { App, AppChange } from '@yuexin/client';

export type SettingFields = {
  name: string;
  sendRatePerSecond: number | null;
  defaultTtlHours: number;
  grantSource: App['grantSource'];
  miniprogramState: App['miniprogramState'];
  appSecret?: string;
};

/** Only what is different from what the app is: what nobody touched is not written. */
export function changeOf(app: App, fields: SettingFields): AppChange {
  const { name, sendRatePerSecond, grantSource, appSecret = '' } = fields;
  const defaultTtlSeconds = Math.round(fields.defaultTtlHours * 3600);
  return {
    ...(name !== app.name && { name }),
    ...(sendRatePerSecond !== app.sendRatePerSecond && { sendRatePerSecond }),
    ...(defaultTtlSeconds !== app.defaultTtlSeconds && { defaultTtlSeconds }),
    ...(grantSource !== app.grantSource && { grantSource }),
    ...(appSecret !== '' && { appSecret }),
  };
}

/** An app as its form shows it. */
export const settingsOf = (app: App): SettingFields => ({
  name: app.name,
  sendRatePerSecond: app.sendRatePerSecond,
  defaultTtlHours: app.defaultTtlSeconds / 3600,
  grantSource: app.grantSource,
  miniprogramState: app.miniprogramState,
});
