import { describe, expect, test } from '@jest/globals';
import { errcodeTable } from './errcodes/errcode-table.ts';
import { explainDeadLetter } from './explain-dead-letter.ts';

describe('what dead letters are about', () => {
  test('when WeChat refused, then the errcode table says why, and who can mend it says what to do', () => {
    const { meaning, advice } = explainDeadLetter({
      reason: 'template-data-invalid',
      errcode: 47003,
    });
    expect(meaning.en).toBe('A value breaks the rule of its keyword, is empty or is missing.');
    expect(advice.en).toMatch(/push anew/);
  });

  test('when the openid is not the app’s, then nobody waits for a grant: the recipient is to be corrected', () => {
    for (const errcode of [40003, 43104]) {
      const { advice } = explainDeadLetter({ reason: 'invalid-openid', errcode });
      expect(advice.en).toMatch(/another mini program.*push anew/);
      expect(advice.zh).toMatch(/其他小程序.*重新推送/);
    }
    expect(explainDeadLetter({ reason: 'no-grant', errcode: 43101 }).advice.en).toMatch(/grant/);
  });

  test('when nobody knows whether it arrived, then a replay is warned of, whatever the errcode', () => {
    for (const errcode of [null, 102])
      expect(explainDeadLetter({ reason: 'unconfirmed', errcode }).advice.en).toMatch(/twice/);
  });

  test('when there was no errcode, then the reason is explained, and one that nobody knows too', () => {
    expect(explainDeadLetter({ reason: 'no-grant', errcode: null }).meaning.en).toMatch(/no grant/);
    expect(explainDeadLetter({ reason: 'of-tomorrow', errcode: null }).advice.en).toMatch(
      /timeline/,
    );
  });

  test.each([
    ...['no-grant', 'unconfirmed', 'recipient-erased', 'of-tomorrow', 'expired', 'cancelled'],
    ...['discarded', 'not-sent', 'retries-exhausted', 'recipient-unknown', 'verdict-dead'],
  ])('the reason %s has meaning and advice in both languages', (reason) => {
    const { meaning, advice } = explainDeadLetter({ reason, errcode: null });
    for (const { en, zh } of [meaning, advice]) {
      expect(en).toMatch(/^[A-Z].{8,}\.$/);
      expect(zh).toMatch(/\p{Script=Han}.*。$/u);
    }
  });

  test('every errcode has advice in both languages', () => {
    for (const { code } of errcodeTable) {
      const { meaning, advice } = explainDeadLetter({ reason: 'x', errcode: code });
      expect([meaning.zh, advice.en, advice.zh].every((text) => text.length > 4)).toBe(true);
    }
  });
});
