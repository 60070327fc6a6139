import type { Problem } from '@yuexin/client';
import type { TFunction } from 'i18next';

/** In the language one reads; a code of a newer api keeps the title it came with. */
export function titleOfProblem(t: TFunction, { code, title }: Problem): string {
  return t(`problem.titles.${code}`, { defaultValue: title });
}
