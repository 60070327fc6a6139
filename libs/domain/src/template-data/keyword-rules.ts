import {
  atMost,
  atMostDigits,
  atMostWholeDigits,
  shapedLike,
  type ValueRule,
  without,
} from './keyword-rule.ts';
import { dateRule, timeRule } from './time-rules.ts';

const han = /\p{Script=Han}/u;

/** A name counts as Chinese as soon as one Han character is in it: then 10 characters, else 20 (wechat-facts 3.1). */
const nameLength: ValueRule = (value) => atMost(han.test(value) ? 10 : 20)(value);

/** Types nobody documented: `thing01`, `site01`, `keyword1`… (wechat-facts 3.1: only non-empty and at most 20). */
const unknownType: readonly ValueRule[] = [atMost(20)];

/**
 * The rules of each keyword type (wechat-facts 3.1, from the current api_sendmessage table and from field reports). Where the
 * facts are uncertain a value is accepted: WeChat then has the last word, and its 47003 names the keyword.
 */
const rulesOfType: ReadonlyMap<string, readonly ValueRule[]> = new Map(
  Object.entries({
    // Uncertain, accepted: emoji; a value that names one word twice (refused once, in 2019; wechat-facts 8.3).
    thing: [atMost(20)],
    // Uncertain, accepted: a sign and thousands separators.
    number: [
      shapedLike(
        /^[+-]?\d[\d,]*(?:\.\d+)?$/,
        'a number of digits, with a decimal part if you like',
      ),
      atMostDigits(32),
    ],
    letter: [atMost(32), shapedLike(/^[A-Za-z]+$/, 'letters only')],
    // Uncertain, accepted: spaces and emoji.
    symbol: [atMost(5), without(/[\p{L}\p{N}]/u, 'letters or digits')],
    // Uncertain, accepted: scripts other than Han.
    character_string: [atMost(32), without(han, 'Chinese characters')],
    time: [timeRule],
    date: [dateRule],
    // Uncertain, accepted: a sign, thousands separators, a space after the currency sign, any number of decimals.
    amount: [
      shapedLike(
        /^[+-]?\p{Sc}? ?[+-]?\d[\d,]*(?:\.\d+)?元?$/u,
        'one currency sign if you like, digits with decimals, and 元 if you like (¥214.00)',
      ),
      atMostWholeDigits(10),
    ],
    // Uncertain, accepted: which symbols; some masks of digits were refused (wechat-facts 3.1).
    phone_number: [atMost(17), without(/\p{L}/u, 'letters or Chinese characters')],
    car_number: [
      atMost(8),
      shapedLike(
        /^[\p{Script=Han}A-Za-z0-9](?:[A-Za-z0-9]*[\p{Script=Han}A-Za-z0-9])?$/u,
        'letters and digits, of which the first and the last may be Chinese characters (粤A12345)',
      ),
    ],
    // Uncertain, accepted: emoji.
    name: [nameLength, without(/\p{Nd}/u, 'digits')],
    // Uncertain, accepted: five characters (one report of a refusal).
    phrase: [atMost(5), shapedLike(/^\p{Script=Han}+$/u, 'Chinese characters only')],
    // Uncertain: undocumented, treated as at most 5.
    short_thing: [atMost(5)],
  }),
);

const oneOf =
  (options: readonly string[]): ValueRule =>
  (value) =>
    options.includes(value)
      ? null
      : {
          rule: 'option',
          message: `must be one of ${options.join(', ')}`,
          limit: options.join(', '),
        };

/** `enum_string`, `const` and the like. */
const isChoice = (type: string): boolean => /^(?:enum|const)(?:_|$)/.test(type);

/**
 * What a value of this keyword must obey. A keyword with options (enum, const) takes exactly those; while they are not known,
 * anything: WeChat documents no other limit of theirs.
 */
export function rulesOfKeyword(keyword: {
  type: string;
  options?: readonly string[];
}): readonly ValueRule[] {
  const { type, options } = keyword;
  if (options !== undefined && options.length > 0) return [oneOf(options)];
  return isChoice(type) ? [] : (rulesOfType.get(type) ?? unknownType);
}
