import type { ValueRule } from './keyword-rule.ts';

const month = '(?:0?[1-9]|1[0-2])';
const day = '(?:0?[1-9]|[12]\\d|3[01])';
const year = '\\d{4}';
const clock = '(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?';

const fullDate = `(?:${year}年${month}月${day}日|${year}(?:-${month}-|/${month}/|\\.${month}\\.)${day})`;
const partDate = `(?:${year}年${month}月|${month}月${day}日|${year}[-/.]${month}|${month}[-/.]${day})`;
const anyDate = `(?:${fullDate}|${partDate})`;

// A layout that ends in 日 or 月 needs no space before its clock.
const gap = '(?:(?<=[日月])\\s*|\\s+)';

const timePoint = new RegExp(`^(?:${anyDate}${gap})?${clock}$`);
// A date with a clock was refused once, although the documentation allows it (wechat-facts 3.1): accepted here.
const datePoint = new RegExp(`^${anyDate}(?:${gap}${clock})?$`);
const sameDayRange = new RegExp(`^${fullDate}${gap}${clock}\\s*~\\s*${clock}$`);

/** Whether a value is a point, or a range of two points joined by one ASCII tilde. */
const isPointOrRange = (value: string, point: RegExp): boolean => {
  const ends = value.split('~');
  return ends.length <= 2 && ends.every((end) => point.test(end.trim()));
};

const fullWidthTilde = (value: string) =>
  value.includes('～')
    ? {
        rule: 'format',
        message: 'joins its range with a full-width ～, which WeChat refuses; write ~',
        limit: '~',
      }
    : null;

const timeFormat =
  'a 24-hour clock, HH:MM or HH:MM:SS, with a date before it if you like, or a range of two such joined by ~ (2019年10月1日 15:01)';
const dateFormat =
  'a date such as 2019年10月1日, 10月1日 or 2019-10-01, with a clock after it if you like, or a range of two such joined by ~';

/** `time`: a date without a clock is refused, and a range has a full clock on both sides (wechat-facts 3.1). */
export const timeRule: ValueRule = (value) =>
  fullWidthTilde(value) ??
  (isPointOrRange(value, timePoint)
    ? null
    : { rule: 'format', message: `must be ${timeFormat}`, limit: timeFormat });

/** `date`: year, month and day in any of WeChat's layouts; a range may end in a clock of the same day. */
export const dateRule: ValueRule = (value) =>
  fullWidthTilde(value) ??
  (isPointOrRange(value, datePoint) || sameDayRange.test(value)
    ? null
    : { rule: 'format', message: `must be ${dateFormat}`, limit: dateFormat });
