import { describe, expect, it } from '@jest/globals';
import { errcodeTable, pushReasons, pushStates } from '@yuexin/domain';
import { en } from './en.ts';
import { zh } from './zh.ts';

type Texts = { [key: string]: string | Texts };

/** Every text by its path. */
function flatten(texts: Texts, base = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    const path = base === '' ? key : `${base}.${key}`;
    if (typeof value === 'string') flat.set(path, value);
    else for (const [deep, text] of flatten(value, path)) flat.set(deep, text);
  }
  return flat;
}

const chinese = flatten(zh);
const english = flatten(en);
const blanksOf = (text: string): string[] =>
  [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name!).sort();
const han = /\p{Script=Han}/u;

describe('the texts', () => {
  it('are the same set in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
    expect(chinese.size).toBeGreaterThan(400);
  });

  it('say something, each', () => {
    for (const texts of [chinese, english])
      expect([...texts].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('have the same blanks to fill in, in both languages', () => {
    const different = [...chinese].filter(
      ([path, text]) => blanksOf(text).join() !== blanksOf(english.get(path) ?? '').join(),
    );
    expect(different).toEqual([]);
  });

  it('are English in English, but for what WeChat takes as Chinese', () => {
    const allowed = new Set([
      ...['shell.otherLanguage', 'shell.home'],
      ...['time', 'date', 'amount'].map((type) => `templates.limits.${type}`),
    ]);
    expect([...english].filter(([path, text]) => han.test(text) && !allowed.has(path))).toEqual([]);
  });

  it('have words for every state, every reason and everything an errcode can be about', () => {
    for (const texts of [zh, en]) {
      expect(Object.keys(texts.state)).toEqual(expect.arrayContaining([...pushStates]));
      expect(Object.keys(texts.reason).sort()).toEqual([...pushReasons]);
      expect(Object.keys(texts.causes.about)).toEqual(
        expect.arrayContaining(errcodeTable.map(({ about }) => about)),
      );
      expect(Object.keys(texts.causes.action)).toEqual(
        expect.arrayContaining(errcodeTable.map(({ action }) => action.kind)),
      );
    }
  });
});
