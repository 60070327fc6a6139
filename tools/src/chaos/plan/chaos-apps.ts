/** The mini programs of a run. WeChat's minute quota is met by the second only: its pause lasts to the end of the minute. */
export type ChaosApp = {
  appId: string;
  name: string;
  appSecret: string;
  messageToken: string;
  encodingAesKey: string;
  eventMode: 'safe' | 'plain';
  eventFormat: 'json' | 'xml';
  templateIds: readonly string[];
};

const oneTime = (letter: string): string => `chaos${letter}`.padEnd(43, letter.toLowerCase());

export const mainApp: ChaosApp = {
  appId: 'wx0c4a05c4a05c4a01',
  name: '货运通',
  appSecret: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  messageToken: 'chaosmain',
  encodingAesKey: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY',
  eventMode: 'safe',
  eventFormat: 'json',
  templateIds: [oneTime('A'), oneTime('B'), oneTime('L')],
};

export const quotaApp: ChaosApp = {
  appId: 'wx0c4a05c4a05c4a02',
  name: '零担通',
  appSecret: '1f1e2d3c4b5a69788796a5b4c3d2e1f1',
  messageToken: 'chaosquota',
  encodingAesKey: 'ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA',
  eventMode: 'plain',
  eventFormat: 'xml',
  templateIds: [oneTime('Q')],
};

export const chaosApps: readonly ChaosApp[] = [mainApp, quotaApp];

/** Long-term: one standing grant that no send uses up. */
export const longTermTemplateId = oneTime('L');

/** The keyword that carries a push's tag, by which the ledgers of both sides are compared. */
export const TAG_KEYWORD = 'character_string2';
