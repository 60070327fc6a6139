import { z } from 'zod';

const wholeNumber = (max: number) => z.int().min(0).max(max);
const httpUrl = z.url({ protocol: /^https?$/ }).max(2048);
const quota = z.strictObject({
  daily: wholeNumber(1e12).optional(),
  minute: wholeNumber(1e12).optional(),
});

/** Everything that can be set about one app, as a real account has it in its console. */
export const AppSettings = z.strictObject({
  appId: z.string().regex(/^[\w-]{2,64}$/, '2 to 64 letters, digits, - or _'),
  appSecret: z.string().min(1).max(128),
  name: z.string().min(1).max(40),
  /** The `gh_…` name that events carry in place of the appid. */
  originalId: z.string().regex(/^gh_[0-9a-z]{4,30}$/),
  eventUrl: httpUrl.nullable(),
  messageToken: z
    .string()
    .regex(/^[0-9A-Za-z]{3,32}$/, '3 to 32 letters or digits')
    .nullable(),
  encodingAesKey: z
    .string()
    .regex(/^[0-9A-Za-z+/]{43}$/, '43 characters of base64')
    .nullable(),
  eventFormat: z.enum(['json', 'xml']),
  eventMode: z.enum(['plain', 'compatible', 'safe']),
  /** From the send (or the tap) to the event. */
  eventDelayMs: wholeNumber(3_600_000),
  /** How long an answer to an event is waited for. */
  eventTimeoutMs: wholeNumber(60_000),
  /** From a failed try to the next one. */
  eventRetryMs: wholeNumber(3_600_000),
  /** Of subscribe/send. */
  dailyQuota: wholeNumber(1e12),
  minuteQuota: wholeNumber(1e12),
  /** Of other paths. */
  quotas: z.record(z.string().startsWith('/'), quota),
  tokenLifetimeSeconds: z.int().min(1).max(7200),
  /** Pages of the released version; null: every page exists. */
  pages: z.array(z.string().min(1)).nullable(),
  blockedWords: z.array(z.string().min(1)),
  /** Looks for the grant before the data, so that 43101 masks a bad payload (facts 3.3 leaves the order open). */
  isGrantCheckedFirst: z.boolean(),
  /** How long a send takes; a second one to the same openid meanwhile is refused by 43108. */
  sendLatencyMs: wholeNumber(60_000),
  /** `countryCode` as a bare number, as the official sample shows it. */
  isCountryCodeNumber: z.boolean(),
});
export type AppSettings = z.infer<typeof AppSettings>;

/** What POST /_sim/apps takes: all but the first two may stay away. */
export const AppSettingsInput = z.strictObject({
  ...AppSettings.partial().shape,
  appId: AppSettings.shape.appId,
  appSecret: AppSettings.shape.appSecret,
});
export type AppSettingsInput = z.infer<typeof AppSettingsInput>;

const defaultsFor = (appId: string): Omit<AppSettings, 'appId' | 'appSecret'> => ({
  name: appId,
  originalId: `gh_${appId
    .slice(2)
    .toLowerCase()
    .replace(/[^0-9a-z]/g, '')
    .slice(0, 30)
    .padEnd(12, '0')}`,
  eventUrl: null,
  messageToken: null,
  encodingAesKey: null,
  eventFormat: 'json',
  eventMode: 'plain',
  eventDelayMs: 50,
  eventTimeoutMs: 5000,
  eventRetryMs: 1000,
  dailyQuota: 30_000_000,
  minuteQuota: 6_000_000,
  quotas: {},
  tokenLifetimeSeconds: 7200,
  pages: null,
  blockedWords: ['赌博', '代开发票'],
  isGrantCheckedFirst: false,
  sendLatencyMs: 0,
  isCountryCodeNumber: false,
});

/** What was given over what was known over the defaults. */
export function mergeSettings(
  known: AppSettings | undefined,
  given: AppSettingsInput,
): AppSettings {
  const start = known ?? defaultsFor(given.appId);
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...start, ...Object.fromEntries(named) } as AppSettings;
}
