import { describe, expect, it } from '@jest/globals';
import type { TFunction } from 'i18next';
import { sayReason } from './say-reason.ts';

const t = ((key: string) => key) as unknown as TFunction;
const said = (code: string, message: string, errcode?: number): string =>
  sayReason({ code, message, ...(errcode !== undefined && { errcode }) }, { t, language: 'en' });

describe('a reason in words', () => {
  it('of a push that was discarded tells what the operator wrote', () => {
    expect(said('discarded', 'An operator discarded it: 货已售出\n都卖了')).toBe(
      'reason.discarded 货已售出\n都卖了',
    );
    expect(said('discarded', 'by another version')).toBe('reason.discarded');
  });

  it('with an errcode is that of the errcode table, else its own', () => {
    expect(said('template-data-invalid', 'x', 47003)).toMatch(/^A value breaks the rule/);
    expect(said('expired', 'It expired.')).toBe('reason.expired');
  });
});
