import { useTranslation } from 'react-i18next';
import { chooseLanguage, type Language } from './create-i18n.ts';

/** The language one reads now, and how to change it. */
export function useLanguage(): { language: Language; choose: (language: Language) => void } {
  const { i18n } = useTranslation();
  return {
    language: i18n.language === 'en' ? 'en' : 'zh',
    // Without network it stays as it is, and the banner says why.
    choose: (language) => void chooseLanguage(i18n, language).catch(() => undefined),
  };
}
