import { audienceTexts } from './en/audience-texts.ts';
import { operatingTexts } from './en/operating-texts.ts';
import { pushTexts } from './en/push-texts.ts';
import { reasonTexts } from './en/reason-texts.ts';
import { setUpTexts } from './en/set-up-texts.ts';
import { shellTexts } from './en/shell-texts.ts';
import type { zh } from './zh.ts';

type SameShape<T> = { [Key in keyof T]: T[Key] extends string ? string : SameShape<T[Key]> };

/** The same in English; a text that is missing here, or one too many, does not compile. */
export const en = {
  ...shellTexts,
  ...operatingTexts,
  ...pushTexts,
  ...audienceTexts,
  ...setUpTexts,
  reason: reasonTexts,
} satisfies SameShape<typeof zh>;
