import type { Goods } from './goods';

/** What was typed into the form. */
export type GoodsForm = { from: string; to: string; what: string; tons: string };

/** WeChat takes 20 characters in a `thing`: route and goods are sent in two of them. */
const mostInWords = 8;

/** The goods, or one sentence that says what is missing. */
export function readGoodsForm(form: GoodsForm): { goods: Omit<Goods, 'id'> } | { problem: string } {
  const [from, to, what] = [form.from.trim(), form.to.trim(), form.what.trim()];
  const tons = Number(form.tons);
  if (from === '' || to === '' || what === '') return { problem: '请填写出发地、目的地和货物' };
  if ([from, to, what].some((text) => text.length > mostInWords))
    return { problem: `每项最多 ${String(mostInWords)} 个字` };
  if (form.tons.trim() === '' || !(tons > 0 && tons <= 1000))
    return { problem: '吨数应在 0 到 1000 之间' };
  return { goods: { from, to, what, tons } };
}
