import type { SettingFields } from './change-of-settings.ts';

/**
 * A form that was filled from `from`, now that the app is `to`: what nobody touched follows, what was typed stays.
 * `isContested`: something was typed, and somebody else has changed the settings meanwhile.
 */
export function rebaseSettings(of: {
  typed: SettingFields;
  from: SettingFields;
  to: SettingFields;
}): { fields: SettingFields; isContested: boolean } {
  const { typed, from, to } = of;
  const names = Object.keys(to) as (keyof SettingFields)[];
  const kept = names.filter((name) => typed[name] !== from[name] && typed[name] !== to[name]);
  const fields = { ...to, ...Object.fromEntries(kept.map((name) => [name, typed[name]])) };
  const { appSecret = '' } = typed;
  const hasTyped = kept.length > 0 || appSecret !== '';
  const hasChanged = names.some((name) => from[name] !== to[name]);
  return {
    fields: { ...fields, ...(appSecret !== '' && { appSecret }) },
    isContested: hasTyped && hasChanged,
  };
}
