/** One rule that a value breaks, in words for the person who wrote it. */
export type BrokenRule = {
  rule: string;
  message: string;
  limit?: number | string;
  actual?: number | string;
};

/** A rule of one keyword type: what the value breaks, or null. */
export type ValueRule = (value: string) => BrokenRule | null;

/**
 * At most `limit` characters, counted in UTF-16 units: WeChat's unit is not documented, and this is the larger figure
 * (wechat-facts 3.2).
 */
export const atMost =
  (limit: number): ValueRule =>
  (value) =>
    value.length <= limit
      ? null
      : {
          rule: 'max-length',
          message: `is ${value.length} characters long; at most ${limit} are allowed`,
          limit,
          actual: value.length,
        };

/** At most `limit` digits before the decimal point, whatever else is between them. */
export const atMostWholeDigits =
  (limit: number): ValueRule =>
  (value) => {
    const digits = value.split('.', 1).join().replace(/\D/g, '').length;
    if (digits <= limit) return null;
    const message = `has ${digits} digits before its decimals; at most ${limit} are allowed`;
    return { rule: 'max-length', message, limit, actual: digits };
  };

/** At most `limit` digits, whatever else is between them. */
export const atMostDigits =
  (limit: number): ValueRule =>
  (value) => {
    const digits = value.replace(/\D/g, '').length;
    if (digits <= limit) return null;
    const message = `has ${digits} digits; at most ${limit} are allowed`;
    return { rule: 'max-length', message, limit, actual: digits };
  };

/** The whole value has this shape. */
export const shapedLike =
  (shape: RegExp, expected: string): ValueRule =>
  (value) =>
    shape.test(value) ? null : { rule: 'format', message: `must be ${expected}`, limit: expected };

/** What cannot be seen, or is half of something, is named by its number. */
const nameOf = (character: string): string =>
  /[\s\p{C}]/u.test(character)
    ? `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
    : character;

/** How many of the offending characters are told. */
const mostTold = 5;

/** Nothing of this kind is in the value; the first few that are, are told. */
export const without =
  (unwanted: RegExp, what: string): ValueRule =>
  (value) => {
    const found = [...new Set(Array.from(value).filter((character) => unwanted.test(character)))];
    if (found.length === 0) return null;
    const actual = found.slice(0, mostTold).map(nameOf).join(' ');
    return {
      rule: 'characters',
      message: `must not hold ${what} (it has ${actual})`,
      limit: `no ${what}`,
      actual,
    };
  };

/** All that the value breaks. */
export const brokenBy = (rules: readonly ValueRule[], value: string): BrokenRule[] =>
  rules.map((rule) => rule(value)).filter((broken) => broken !== null);
