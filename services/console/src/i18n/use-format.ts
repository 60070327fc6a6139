import { useMemo } from 'react';
import { createFormat, type Format } from './create-format.ts';
import { useLanguage } from './use-language.ts';

/** Numbers, instants and spans in the language one reads. */
export function useFormat(): Format {
  const { language } = useLanguage();
  return useMemo(() => createFormat(language), [language]);
}
