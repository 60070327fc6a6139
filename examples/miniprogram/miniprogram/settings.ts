/** What the mini program must know of its surroundings. */
export type Settings = {
  appId: string;
  /** Yuexin's api, and the freight platform's own server; both must be legal domains of the mini program. */
  yuexinUrl: string;
  platformUrl: string;
  /** 货源匹配提醒 */
  matchedTemplateId: string;
};

const usual: Settings = {
  appId: 'wx5f1e2d3c4b5a6978',
  yuexinUrl: 'http://localhost:3000',
  platformUrl: 'http://localhost:8080',
  matchedTemplateId: 'nYSA7goods0matched1reminder2for3drivers4x5y',
};

/** `ext` is that of wx.getExtConfigSync: who runs the same code elsewhere says it there. */
export const readSettings = (ext: object): Settings => ({ ...usual, ...ext });
