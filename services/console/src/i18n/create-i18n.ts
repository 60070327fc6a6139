import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { zh } from './zh.ts';

export const languages = ['zh', 'en'] as const;
export type Language = (typeof languages)[number];

const storedAt = 'yuexin.language';

/** Chinese unless somebody chose otherwise. */
export function readLanguage(storage: Pick<Storage, 'getItem'>): Language {
  return storage.getItem(storedAt) === 'en' ? 'en' : 'zh';
}

/** Chinese is in the first load; English comes when somebody reads it. */
export async function createI18n(language: Language): Promise<i18n> {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    fallbackLng: 'zh',
    lng: 'zh',
    resources: { zh: { translation: zh } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  if (language !== 'zh') await chooseLanguage(instance, language);
  markDocument(language);
  instance.on('languageChanged', (chosen) => {
    localStorage.setItem(storedAt, chosen);
    markDocument(chosen as Language);
  });
  return instance;
}

/** Rejects, and changes nothing, when the texts cannot be loaded. */
export async function chooseLanguage(instance: i18n, language: Language): Promise<void> {
  if (language === 'en' && !instance.hasResourceBundle('en', 'translation')) {
    const { en } = await import('./en.ts');
    instance.addResourceBundle('en', 'translation', en);
  }
  await instance.changeLanguage(language);
}

function markDocument(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}
