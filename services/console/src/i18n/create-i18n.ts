import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { zh } from './zh.ts';

export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];

const storedAt = 'yuexin.language';

/** Chinese unless somebody chose otherwise. */
export function readLanguage(storage: Pick<Storage, 'getItem'>): Language {
  return storage.getItem(storedAt) === 'en' ? 'en' : 'zh';
}

/** Both languages are in the first load: together they weigh less than one more request. */
export function createI18n(language: Language): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh',
    resources: { zh: { translation: zh }, en: { translation: en } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  markDocument(language);
  instance.on('languageChanged', (chosen) => {
    localStorage.setItem(storedAt, chosen);
    markDocument(chosen as Language);
  });
  return instance;
}

function markDocument(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}
