import type { Language } from './create-i18n.ts';

export type Format = {
  number: (value: number) => string;
  /** One decimal below ten, none above. */
  rate: (perSecond: number) => string;
  percent: (share: number) => string;
  /** Day and second, in the time zone of who reads. */
  instant: (iso: string) => string;
  clock: (iso: string) => string;
  /** `3 min`, `2 h 5 min`: the two largest units. */
  span: (ms: number) => string;
  /** A span with its direction from now. */
  ago: (iso: string, nowMs: number) => string;
};

const tags = { zh: 'zh-CN', en: 'en-GB' } as const;
const units = {
  zh: { d: ' 天', h: ' 小时', min: ' 分', s: ' 秒', ms: ' 毫秒' },
  en: { d: ' d', h: ' h', min: ' min', s: ' s', ms: ' ms' },
} as const;
const sizes = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** How figures and times are written. Pure: the same for the same input, wherever it runs, but for the time zone. */
export function createFormat(language: Language, timeZone?: string): Format {
  const tag = tags[language];
  const zone = timeZone === undefined ? {} : { timeZone };
  const whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
  const tenth = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const share = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 });
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false } as const;
  const day = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  const instants = new Intl.DateTimeFormat(tag, { ...day, ...clock, ...zone });
  const clocks = new Intl.DateTimeFormat(tag, { ...clock, ...zone });
  const span = (ms: number): string => spanOf(ms, units[language]);
  return {
    number: (value) => whole.format(value),
    rate: (perSecond) => (perSecond < 10 ? tenth : whole).format(perSecond),
    percent: (value) => share.format(value),
    instant: (iso) => instants.format(new Date(iso)),
    clock: (iso) => clocks.format(new Date(iso)),
    span,
    ago: (iso, nowMs) => agoOf({ ms: nowMs - Date.parse(iso), language, span }),
  };
}

function spanOf(ms: number, names: Record<'d' | 'h' | 'min' | 's' | 'ms', string>): string {
  const rounded = Math.round(Math.max(0, ms));
  if (rounded < 1_000) return `${rounded}${names.ms}`;
  const first = sizes.findIndex(([, size]) => rounded >= size);
  const [unit, size] = sizes[first] ?? sizes[3];
  const count = Math.floor(rounded / size);
  const next = sizes[first + 1];
  const rest = next === undefined ? 0 : Math.floor((rounded % size) / next[1]);
  const head = `${count}${names[unit]}`;
  return next === undefined || rest === 0 ? head : `${head} ${rest}${names[next[0]]}`;
}

function agoOf(of: { ms: number; language: Language; span: (ms: number) => string }): string {
  const { ms, language, span } = of;
  if (Math.abs(ms) < 1_000) return language === 'zh' ? '刚刚' : 'just now';
  if (ms > 0) return language === 'zh' ? `${span(ms)}前` : `${span(ms)} ago`;
  return language === 'zh' ? `${span(-ms)}后` : `in ${span(-ms)}`;
}
