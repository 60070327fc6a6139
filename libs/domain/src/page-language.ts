/** The languages of the pages that are generated from the tables. */
export const pageLanguages = ['en', 'zh-CN'] as const;
export type PageLanguage = (typeof pageLanguages)[number];
