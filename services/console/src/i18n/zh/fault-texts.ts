/** What the api says is wrong with a field, as far as its words need more than English. */
type Told = { limit?: number | string; actual?: number | string };

/** Layouts of values, by the api's own words for them; a test holds them beside the rules of the keywords. */
export const layoutTexts: Readonly<Record<string, string>> = {
  'a number of digits, with a decimal part if you like': '数字，可带小数',
  'letters only': '仅限英文字母',
  'one currency sign if you like, digits with decimals, and 元 if you like (¥214.00)':
    '金额：可带一个货币符号、小数和“元”（¥214.00）',
  'letters and digits, of which the first and the last may be Chinese characters (粤A12345)':
    '字母和数字，首位和末位可为汉字（粤A12345）',
  'Chinese characters only': '仅限汉字',
  'a 24-hour clock, HH:MM or HH:MM:SS, with a date before it if you like, or a range of two such joined by ~ (2019年10月1日 15:01)':
    '24 小时制时间 HH:MM 或 HH:MM:SS，前面可带日期；起止用 ~ 连接（2019年10月1日 15:01）',
  'a date such as 2019年10月1日, 10月1日 or 2019-10-01, with a clock after it if you like, or a range of two such joined by ~':
    '日期，如 2019年10月1日、10月1日 或 2019-10-01，后面可带时间；起止用 ~ 连接',
  '~': '起止时间要用半角 ~ 连接，微信不接受全角 ～',
  'no letters or digits': '不能含有字母或数字',
  'no Chinese characters': '不能含有汉字',
  'no letters or Chinese characters': '不能含有字母或汉字',
  'no digits': '不能含有数字',
  'no line breaks or other control characters': '不能含有换行等控制字符',
  'no broken characters (half of a surrogate pair)': '含有残缺的字符（半个代理对）',
};

const layoutOf = ({ limit }: Told): string | undefined => layoutTexts[String(limit)];
const counted =
  (bound: string) =>
  ({ limit, actual }: Told): string | undefined =>
    limit === undefined
      ? undefined
      : `${bound} ${limit}${actual === undefined ? '' : `，现在是 ${actual}`}`;

/** By rule. Undefined: the api's own words are told. */
export const faultTexts: Readonly<Record<string, (told: Told) => string | undefined>> = {
  required: () => '必填',
  empty: () => '不能为空',
  blank: () => '不能为空白',
  'not-empty': () => '不能为空',
  'max-length': counted('长度最多'),
  'min-length': counted('长度至少'),
  max: counted('最大'),
  min: counted('最小'),
  characters: (told) => {
    const layout = layoutOf(told);
    return layout === undefined ? undefined : `${layout}（现有 ${told.actual ?? ''}）`;
  },
  format: layoutOf,
  option: ({ limit }) => `只能是：${limit ?? ''}`,
  'one-of': ({ limit }) => (limit === undefined ? undefined : `只能是：${limit}`),
  type: ({ limit }) => (limit === undefined ? undefined : `类型应为 ${limit}`),
  phone: () => '不是手机号，写法如 +8613800000000',
  unique: () => '重复了',
  'unknown-key': () => '没有这一项',
  'one-address': () => 'openid、手机号、unionid 只能写一个，且必须写一个',
  'known-recipient': () => '还没有见过这个用户',
  'other-app': () => '属于另一个小程序',
  'known-template': () => '没有这个模板',
  'known-app': () => '没有这个小程序',
  removed: () => '模板已从小程序中移除',
  'refused-for-good': () => '微信说这个 openid 不属于本小程序',
  text: () => '含有无法保存的字符',
  url: () => '不是网址',
  address: () => '应为 IP 地址或网段，如 10.0.0.0/8',
  'time-zone': () => '应为 IANA 时区，如 Asia/Shanghai',
  differs: () => '起止时间不能相同',
  past: () => '必须是过去的时间',
  future: () => '必须是将来的时间',
  grant: () => '没有可用的授权',
  duplicate: () => '去重键已被另一条推送占用',
  json: () => '不是 JSON 对象',
  csv: () => '引号之后还有文字；引号内的引号要写两个',
  columns: () => '单元格比表头的列多',
  'joined-lines': () => '与后面几行被引号连成了一行',
  'open-quote': () => '引号没有闭合，或闭合在后面某行的中间',
  'open-quotes': ({ limit }) => `引号没有闭合的行超过 ${limit ?? ''} 行`,
  'too-long': () => '这一行过长',
  encoding: () => '不是 UTF-8 编码',
  failed: () => '无法保存',
};
