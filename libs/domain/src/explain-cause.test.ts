import { describe, expect, test } from '@jest/globals';
import { explainCause } from './explain-cause.ts';
import { pushReasons } from './push-reasons.ts';

describe('what keeps pushes from being delivered', () => {
  test('when WeChat refused, then the class and the words are those of the errcode table', () => {
    const cause = explainCause({ reason: null, errcode: 47003 });
    expect(cause).toMatchObject({ about: 'data' });
    expect(cause.meaning.en).toBe(
      'A value breaks the rule of its keyword, is empty or is missing.',
    );
    expect(explainCause({ reason: 'no-grant', errcode: 47003 }).about).toBe('data');
  });

  test.each([
    ['expired', 'time'],
    ['discarded', 'person'],
    ['quiet-hours', 'person'],
    ['superseded', 'person'],
    ['no-grant', 'user'],
    ['grant-revoked', 'user'],
    ['recipient-erased', 'user'],
    ['not-sent', 'wechat'],
    ['template-invalid', 'template'],
    ['of-tomorrow', 'wechat'],
  ])('when there is no errcode, then the reason %s is about %s', (reason, about) => {
    expect(explainCause({ reason, errcode: null }).about).toBe(about);
  });

  test('when a push waits for a grant, then it is not said to be lost; for a login, what it waits for', () => {
    for (const [reason, errcode] of [
      ['no-grant', null],
      ['no-grant', 43101],
    ] as const) {
      const { meaning, advice } = explainCause({ kind: 'parked', reason, errcode });
      expect(meaning.en).toMatch(/had to wait/);
      expect(advice.en).toMatch(/goes out by itself/);
    }
    const unknown = explainCause({ kind: 'parked', reason: 'recipient-unknown', errcode: null });
    expect(unknown.meaning.en).toMatch(/logged in/);
    expect(explainCause({ kind: 'dead', reason: 'no-grant', errcode: null }).meaning.en).toMatch(
      /not to be parked/,
    );
  });

  test('when neither is known, then it still says something', () => {
    expect(explainCause({ reason: null, errcode: null }).meaning.zh.length).toBeGreaterThan(4);
  });

  test('every reason a push can have is of a class', () => {
    for (const reason of pushReasons)
      expect(explainCause({ reason, errcode: null }).about.length).toBeGreaterThan(3);
  });
});
