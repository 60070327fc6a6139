/** Where a search leads. A phone number is in no address (promise P10): it travels beside it. */
export type SearchPlace = { path: string; state?: { phone: string } };

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const places: readonly (readonly [RegExp, (found: string) => SearchPlace])[] = [
  [new RegExp(`^psh_${uuid}$`), (id) => ({ path: `/pushes/${id}` })],
  [new RegExp(`^rpl_${uuid}$`), (id) => ({ path: `/replays/${id}` })],
  [new RegExp(`^wep_${uuid}$`), (id) => ({ path: `/webhooks/${id}` })],
  [/^\+\d[\d -]{6,18}$/, (phone) => ({ path: '/pushes', state: { phone } })],
  [/^1[3-9]\d[\d -]{8,10}$/, (phone) => ({ path: '/pushes', state: { phone } })],
  [/^-?\d{1,6}$/, (errcode) => pushesWith('errcode', errcode)],
  // `6a1b2c3d-0f1e2d3c-4b5a6978`, as at the end of WeChat's errmsg.
  [/^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/, (rid) => pushesWith('rid', rid)],
  [/^wx[0-9a-f]{16}$/, (appId) => pushesWith('appId', appId)],
  [/^o[A-Za-z0-9_-]{27}$/, (openid) => pushesWith('openid', openid)],
  [/^[A-Za-z0-9_-]{43}$/, (templateId) => pushesWith('templateId', templateId)],
];

function pushesWith(name: string, value: string): SearchPlace {
  return { path: `/pushes?${new URLSearchParams({ [name]: value }).toString()}` };
}

/** Tells ids, phones, openids, errcodes and rids apart; whatever else it is, is taken as a bizId. Null for nothing. */
export function placeOfSearch(text: string): SearchPlace | null {
  const asked = text.trim();
  if (asked === '') return null;
  for (const [form, place] of places) if (form.test(asked)) return place(asked);
  return pushesWith('bizId', asked);
}
