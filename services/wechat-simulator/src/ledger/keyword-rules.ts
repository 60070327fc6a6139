type Rule = (value: string, options: readonly string[] | undefined) => boolean;

const upTo =
  (limit: number): Rule =>
  (value) =>
    value.length <= limit;

const like =
  (pattern: RegExp): Rule =>
  (value) =>
    pattern.test(value);

const dateForms = [
  /^\d{4}年(?<month>\d{1,2})月(?<day>\d{1,2})日$/,
  /^\d{4}年(?<month>\d{1,2})月$/,
  /^(?<month>\d{1,2})月(?<day>\d{1,2})日$/,
  /^\d{4}(?<mark>[-/.])(?<month>\d{1,2})\k<mark>(?<day>\d{1,2})$/,
  /^\d{4}[-/.](?<month>\d{1,2})$/,
  /^(?<month>\d{1,2})[-/.](?<day>\d{1,2})$/,
];
const clockForm = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;

const isBetween = (text: string | undefined, last: number): boolean =>
  text === undefined || (Number(text) >= 1 && Number(text) <= last);

const isDate = (text: string): boolean =>
  dateForms.some((form) => {
    const groups = form.exec(text)?.groups;
    return groups !== undefined && isBetween(groups.month, 12) && isBetween(groups.day, 31);
  });

/** `2019年10月1日 15:01` -> its date and its clock; either may be missing. */
function splitMoment(text: string): { date: string; clock: string } {
  const clock = /(?:^|\s|日)(\d{1,2}:\d.*)$/.exec(text)?.[1] ?? '';
  return { date: text.slice(0, text.length - clock.length).trim(), clock };
}

const isTime = (text: string): boolean => {
  const { date, clock } = splitMoment(text);
  return clockForm.test(clock) && (date === '' || isDate(date));
};

const isDateMaybeWithClock = (text: string): boolean => {
  const { date, clock } = splitMoment(text);
  return isDate(date) && (clock === '' || clockForm.test(clock));
};

/** One value, or two with an ASCII tilde between them; the full-width one is refused (facts 3.1). */
const oneOrRange =
  (isPart: (text: string) => boolean): Rule =>
  (value) => {
    const parts = value.split('~');
    return parts.length <= 2 && parts.every((part) => isPart(part.trim()));
  };

const isName: Rule = (value) => {
  if (/\p{N}/u.test(value)) return false;
  return value.length <= (/\p{Script=Han}/u.test(value) ? 10 : 20);
};

const isChoice: Rule = (value, options) =>
  options === undefined ? value.length <= 20 : options.includes(value);

/** Facts 3.1, read by the letter; a data table. */
const rules: Readonly<Record<string, Rule>> = {
  thing: upTo(20),
  short_thing: upTo(5),
  number: (value) => /^\d+(\.\d+)?$/.test(value) && value.replace('.', '').length <= 32,
  letter: like(/^[A-Za-z]{1,32}$/),
  symbol: (value) => value.length <= 5 && /^[\p{P}\p{S}]+$/u.test(value),
  character_string: (value) => value.length <= 32 && /^[A-Za-z0-9\p{P}\p{S} ]+$/u.test(value),
  time: oneOrRange(isTime),
  date: oneOrRange(isDateMaybeWithClock),
  amount: like(/^\p{Sc}?\d{1,10}(\.\d+)?元?$/u),
  phone_number: (value) => value.length <= 17 && /^[\d\p{P}\p{S} ]+$/u.test(value),
  car_number: (value) =>
    value.length <= 8 &&
    /^[\p{Script=Han}A-Za-z0-9]([A-Za-z0-9]*[\p{Script=Han}A-Za-z0-9])?$/u.test(value),
  name: isName,
  phrase: like(/^\p{Script=Han}{1,5}$/u),
  const: isChoice,
};

const anyOther = upTo(20);

/** Length is counted in UTF-16 units, the larger of the two readings that facts 3.2 leaves open. */
export function isKeywordValue(keyword: {
  type: string;
  value: string;
  options: readonly string[] | undefined;
}): boolean {
  const { type, value, options } = keyword;
  if (/\p{Cc}/u.test(value)) return false;
  if (type.startsWith('enum')) return isChoice(value, options);
  return (rules[type] ?? anyOther)(value, options);
}
