import { reasonSchema, shownInstant } from '@yuexin/callbacks';
import { grantSources, miniprogramStates } from '@yuexin/domain';
import { z } from 'zod';
import { sendingRulesBody } from './sending-rules.schema.ts';
import { appId, instant, shownText, templateId, ttlSeconds } from '../fields.schema.ts';

const secret = z
  .string()
  .regex(/^[\x21-\x7e]{1,256}$/, 'must be 1 to 256 printable characters without blanks');

const messageToken = z
  .string()
  .regex(/^[A-Za-z0-9]{3,32}$/, 'must be 3 to 32 letters and digits')
  .meta({ description: 'Token of the message push settings; signs the events.' });

const encodingAesKey = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}$/, 'must be the 43 characters of the EncodingAESKey')
  .meta({ description: 'For compatible and safe mode.' });

const sendRatePerSecond = z
  .int()
  .min(1)
  .max(100_000)
  .meta({ description: 'Null: no limit of ours.' });

const changeable = {
  name: shownText(100),
  appSecret: secret,
  messageToken: messageToken.nullable(),
  encodingAesKey: encodingAesKey.nullable(),
  miniprogramState: z.enum(miniprogramStates),
  sendRatePerSecond: sendRatePerSecond.nullable(),
  defaultTtlSeconds: ttlSeconds,
  grantSource: z.enum(grantSources).meta({
    description:
      'Which evidence counts as a grant: a report or an event (default), or one of them only.',
  }),
};

const { name, appSecret, ...optional } = changeable;

export const createAppBody = z
  .strictObject({ appId, name, appSecret, ...z.object(optional).partial().shape })
  .meta({ id: 'NewApp' });

export const updateAppBody = z
  .strictObject(z.object(changeable).partial().shape)
  .refine((change) => Object.keys(change).length > 0, {
    error: 'must change something',
    params: { rule: 'not-empty' },
  })
  .meta({ id: 'AppChange' });

const askPage = z.strictObject({
  page: z.string().min(1).max(1024),
  templates: z.array(z.strictObject({ templateId, target: z.int().min(0).max(100) })).max(50),
});

export const askPlanBody = z
  .strictObject({ pages: z.array(askPage).max(500) })
  .superRefine(({ pages }, context) => {
    const tell = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: 'custom', path, message, params: { rule: 'unique' } });
    const seenPages = new Set<string>();
    for (const [index, { page, templates }] of pages.entries()) {
      if (seenPages.has(page)) tell(['pages', index, 'page'], 'is planned twice');
      seenPages.add(page);
      const ids = templates.map((template) => template.templateId);
      for (const [at, id] of ids.entries())
        if (ids.indexOf(id) < at)
          tell(['pages', index, 'templates', at, 'templateId'], 'is listed twice for this page');
    }
  })
  .meta({ id: 'AskPlan' });

export const pauseBody = z
  .strictObject({
    reason: shownText(500).meta({ description: 'For the next operator.' }),
    until: instant
      .nullable()
      .optional()
      .meta({ description: 'Left out: until somebody resumes it.' }),
  })
  .meta({ id: 'PauseRequest' });

export const appParams = z.object({ appId: z.string().meta({ example: 'wx0123456789abcdef' }) });

export const shownPause = z.object({
  kind: z.enum(['operator', 'quota-minute', 'quota-daily', 'configuration', 'token']),
  reason: reasonSchema,
  until: shownInstant.nullable(),
  since: shownInstant,
});

export const shownQuota = z.object({
  dailyLimit: z.int(),
  used: z.int(),
  remain: z.int(),
  readAt: shownInstant,
  endsAt: shownInstant.nullable().meta({
    description: 'When the day’s quota ends at the present pace; null: it lasts the day.',
  }),
});

export const shownApp = z
  .object({
    appId: z.string(),
    name: z.string(),
    state: z.enum(['active', 'paused']),
    pause: shownPause.nullable(),
    hasMessageToken: z.boolean(),
    hasEncodingAesKey: z.boolean(),
    miniprogramState: z.enum(miniprogramStates),
    sendRatePerSecond: z.int().nullable(),
    defaultTtlSeconds: z.int(),
    grantSource: z.enum(grantSources),
    askPlan: askPlanBody,
    sendingRules: sendingRulesBody,
    eventUrl: z
      .string()
      .meta({ description: 'For the message push settings of WeChat’s console.' }),
    quota: shownQuota
      .optional()
      .meta({ description: 'Only where one app is read, once WeChat has told it.' }),
    createdAt: shownInstant,
    updatedAt: shownInstant,
  })
  .meta({ id: 'App' });

export const shownAppExample = {
  ...{ appId: 'wx0123456789abcdef', name: 'Freight', state: 'active', pause: null },
  ...{ hasMessageToken: true, hasEncodingAesKey: false, miniprogramState: 'formal' },
  ...{ sendRatePerSecond: 200, defaultTtlSeconds: 604_800, grantSource: 'either' },
  askPlan: { pages: [] },
  sendingRules: {},
  eventUrl: 'https://push.example.com/v1/wechat/wx0123456789abcdef/events',
  createdAt: '2026-01-05T08:00:00.000Z',
  updatedAt: '2026-01-05T09:30:00.000Z',
};

export const createAppExample = {
  appId: 'wx0123456789abcdef',
  name: 'Freight',
  appSecret: '0123456789abcdef0123456789abcdef',
  messageToken: 'freight2026',
};
