import { audienceTexts } from './zh/audience-texts.ts';
import { operatingTexts } from './zh/operating-texts.ts';
import { pushTexts } from './zh/push-texts.ts';
import { reasonTexts } from './zh/reason-texts.ts';
import { setUpTexts } from './zh/set-up-texts.ts';
import { shellTexts } from './zh/shell-texts.ts';

/** Every text of the console in Chinese: the language it is written in. */
export const zh = {
  ...shellTexts,
  ...operatingTexts,
  ...pushTexts,
  ...audienceTexts,
  ...setUpTexts,
  reason: reasonTexts,
};
