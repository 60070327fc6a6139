import { z } from 'zod';
import { parseQueueUrl } from './parse-queue-url.ts';

/** One variable of the environment: how it is read and what is said when it is wrong. */
export type Variable<T> = {
  /** Completes the sentence "expected …". */
  expected: string;
  /** The value never appears in a message. */
  isSecret: boolean;
  /** Read in place of a variable that is unset or empty; null: it must be set. */
  fallback: string | null;
  schema: z.ZodType<T, string>;
};

type Fallback = { fallback: string | null };

export const wholeNumber = (range: {
  min: number;
  max: number;
  fallback: number;
}): Variable<number> => ({
  expected: `a whole number from ${range.min} to ${range.max}`,
  isSecret: false,
  fallback: String(range.fallback),
  schema: z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number)
    .pipe(z.number().min(range.min).max(range.max)),
});

export const port = (fallback: number): Variable<number> =>
  wholeNumber({ min: 0, max: 65_535, fallback });

export const oneOf = <const T extends readonly [string, ...string[]]>(
  choices: T,
  fallback: T[number],
): Variable<T[number]> => ({
  expected: `one of ${choices.join(', ')}`,
  isSecret: false,
  fallback,
  schema: z.string().toLowerCase().pipe(z.enum(choices)),
});

export const flag = (fallback: 'true' | 'false'): Variable<boolean> => ({
  expected: 'true or false',
  isSecret: false,
  fallback,
  schema: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['true', 'false', '1', '0']))
    .transform((text) => text === 'true' || text === '1'),
});

/** A value that may stay away; null then. */
export const optional = <T>(variable: Variable<T>): Variable<T | null> => ({
  ...variable,
  fallback: '',
  schema: z.string().pipe(z.union([z.literal('').transform(() => null), variable.schema])),
});

const isWebUrl = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** An http(s) URL, kept without its trailing slash. It may carry a password, so it is never shown. */
export const webUrl = ({ fallback }: Fallback): Variable<string> => ({
  expected: 'a URL that begins with http:// or https://',
  isSecret: true,
  fallback,
  schema: z
    .string()
    .refine(isWebUrl)
    .transform((text) => text.replace(/(?<!\/)\/+$/, '')),
});

export const databaseUrl: Variable<string> = {
  expected: 'a URL such as postgres://name:password@localhost:5432/yuexin',
  isSecret: true,
  fallback: null,
  schema: z.string().refine((text) => parseQueueUrl(text)?.engine === 'postgres'),
};

const keyBytes = 32;
const decodeKey = (text: string): Buffer | null => {
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null;
  const key = Buffer.from(text, 'base64');
  return key.length === keyBytes ? key : null;
};

/** Keys of 32 bytes in base64, separated by commas, newest first. */
export const masterKeys: Variable<readonly Buffer[]> = {
  expected:
    '32 bytes in base64 (or several, separated by commas, newest first, all different); make one with: openssl rand -base64 32',
  isSecret: true,
  fallback: null,
  schema: z.string().transform((text, context) => {
    const keys = text.split(',').map((part) => decodeKey(part.trim()));
    const known = keys.filter((key) => key !== null);
    const distinct = new Set(known.map((key) => key.toString('hex')));
    if (known.length < keys.length || distinct.size < keys.length) {
      context.addIssue({ code: 'custom' });
      return z.NEVER;
    }
    return known;
  }),
};
