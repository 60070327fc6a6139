import type { WayName } from '../asking-record.ts';

export type Language = 'en' | 'zh';

/** The words of the tables in docs/asking.md and docs/asking.zh-CN.md. */
export const askingWords = {
  en: {
    ways: { 'same three': 'always the same three', emptiest: 'the emptiest', planner: 'planner' },
    way: 'way of asking',
    seed: 'seed',
    world: 'world',
    found: 'pushes that found a grant',
    atOnce: 'of these, at once',
    popups: 'pop-ups per user',
    refusals: 'refused',
    accepts: 'allowed',
    spare: 'grants left over',
    standingRejects: 'rejects that stand',
    chart: 'Share of pushes that found a grant, pop-ups, refusals and standing rejects, way by way',
    seeds: (users: string, days: string) => `${users} users, ${days} days, by seed:`,
    worlds: (users: string) => `Other worlds, ${users} users each:`,
    asked: 'pushes that found a grant / pop-ups per user',
  },
  zh: {
    ways: { 'same three': '总问同样三个', emptiest: '问余额最少的', planner: '规划器' },
    way: '询问方式',
    seed: '种子',
    world: '假设',
    found: '找到授权的推送',
    atOnce: '其中立即找到',
    popups: '每人弹窗',
    refusals: '被拒绝',
    accepts: '被允许',
    spare: '剩余授权',
    standingRejects: '永久拒绝',
    chart: '各种询问方式：找到授权的推送占比、弹窗、拒绝与永久拒绝',
    seeds: (users: string, days: string) => `${users} 名用户，${days} 天，按种子：`,
    worlds: (users: string) => `其他假设，各 ${users} 名用户：`,
    asked: '找到授权的推送 / 每人弹窗',
  },
} satisfies Record<Language, { ways: Record<WayName, string>; [word: string]: unknown }>;

/** The scenarios' names in Chinese. */
export const scenarioWords: Readonly<Record<string, string>> = {
  'nobody tires': '没有人会厌烦',
  'tires twice as fast': '厌烦快一倍',
  'comes half as often': '来得少一半',
  'twice the pushes': '推送多一倍',
  'keeps choices often': '常勾选“总是保持”',
};
