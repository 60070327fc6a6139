import { z } from 'zod';

export const callFaultKinds = [
  'errcode',
  'status',
  'delay',
  'hang-after-commit',
  'reset',
  'empty',
  'html',
  'no-msgid',
] as const;
const eventFaultKinds = ['drop-event', 'duplicate-event', 'late-event', 'failed-delivery'] as const;
export type CallFaultKind = (typeof callFaultKinds)[number];
export type EventFaultKind = (typeof eventFaultKinds)[number];

/**
 * Something that goes wrong on purpose. `path`: a path of WeChat's, or for event kinds the event's name; `*` (default) is all.
 * `value`: the errcode, the status, or milliseconds of delay, by kind. `isAfterCommit`: the call is carried out before it goes wrong.
 */
export const FaultInput = z
  .strictObject({
    path: z.string().min(1).default('*'),
    kind: z.enum([...callFaultKinds, ...eventFaultKinds]),
    value: z.int().optional(),
    probability: z.number().min(0).max(1).default(1),
    times: z.int().min(1).optional(),
    appId: z.string().optional(),
    openid: z.string().optional(),
    isAfterCommit: z.boolean().default(false),
  })
  .check((context) => {
    const { kind, value } = context.value;
    const say = (message: string) =>
      context.issues.push({ code: 'custom', path: ['value'], message, input: value });
    if ((kind === 'errcode' || kind === 'delay') && value === undefined) {
      say(kind === 'errcode' ? 'the errcode to answer' : 'milliseconds');
    }
    if (kind === 'delay' && (value ?? 0) < 0) say('milliseconds, 0 or more');
    if ((kind === 'status' || kind === 'html') && value !== undefined) {
      if (value < 200 || value > 599) say('an HTTP status from 200 to 599');
    }
  });
export type FaultInput = z.infer<typeof FaultInput>;

export type Fault = FaultInput & {
  id: number;
  /** How often it went wrong so far. */
  hits: number;
};
