import { checkData, readValue } from './check-data.ts';
import { availableIn } from './grant-cell.ts';
import { putInInbox, type SimUser } from './sim-user.ts';
import type { SimApp } from './sim-app.ts';
import type { SimTemplate } from './sim-template.ts';
import { nextMsgid, type SendRecord, type World } from './world.ts';

export type SendRefusal = { errcode: number; detail?: string };
export type AcceptedSend = { record: SendRecord; user: SimUser };

type SendCall = { world: World; app: SimApp; body: Readonly<Record<string, unknown>>; at: string };

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');
const barePath = (page: string): string => (page.split('?')[0] ?? '').replace(/^\//, '');

const isPageKnown = (app: SimApp, page: string): boolean =>
  page === '' ||
  app.settings.pages === null ||
  app.settings.pages.some((known) => barePath(known) === barePath(page));

function refuseData(app: SimApp, template: SimTemplate, data: unknown): SendRefusal | null {
  const problem = checkData(template, data);
  if (problem !== null) {
    return { errcode: 47003, detail: `data.${problem.key}.value ${problem.what}` };
  }
  const values = template.keywords.map(({ key }) => readValue(data, key) ?? '');
  const isBlocked = app.settings.blockedWords.some((word) =>
    values.some((value) => value.includes(word)),
  );
  return isBlocked ? { errcode: 45168 } : null;
}

/** Never granted, used up, revoked, and switched off look the same from outside (facts 4.3). */
function refuseGrant(user: SimUser, template: SimTemplate): SendRefusal | null {
  const cell = user.grants.get(template.templateId);
  const isAllowed =
    cell !== undefined &&
    user.hasMainSwitchOn &&
    user.choices.get(template.templateId) !== 'reject' &&
    (template.kind === 'long-term' ? cell.isStanding : availableIn(cell) > 0);
  return isAllowed ? null : { errcode: 43101 };
}

function describeCard(template: SimTemplate, record: SendRecord) {
  const { msgid, templateId, page, miniprogramState, lang, at } = record;
  const items = template.keywords.map(({ key, label }) => ({
    key,
    label,
    value: readValue(record.data, key) ?? '',
  }));
  return { msgid, templateId, title: template.title, items, page, miniprogramState, lang, at };
}

function accept(call: SendCall, user: SimUser, template: SimTemplate): AcceptedSend {
  const { world, app, body, at } = call;
  const cell = user.grants.get(template.templateId);
  if (cell !== undefined) cell.spent += template.kind === 'one-time' ? 1 : 0;
  world.sendCount += 1;
  const record: SendRecord = {
    seq: world.sendCount,
    appId: app.settings.appId,
    openid: user.openid,
    templateId: template.templateId,
    msgid: nextMsgid(world),
    at,
    data: body.data,
    page: textIn(body.page) || null,
    miniprogramState: textIn(body.miniprogram_state) || 'formal',
    lang: textIn(body.lang) || 'zh_CN',
  };
  world.sends.push(record);
  putInInbox(user, describeCard(template, record));
  return { record, user };
}

/** subscribe/send after token, quota and lane: uses a grant and puts the message on the phone, or refuses and changes nothing. */
export function sendMessage(call: SendCall): AcceptedSend | SendRefusal {
  const { app, body } = call;
  const user = app.usersByOpenid.get(textIn(body.touser));
  if (user === undefined) return { errcode: 40003 };
  const template = app.templates.get(textIn(body.template_id));
  if (template === undefined) return { errcode: 40037 };
  if (!isPageKnown(app, textIn(body.page))) return { errcode: 41030 };
  const data = () => refuseData(app, template, body.data);
  const grant = () => refuseGrant(user, template);
  const refusal = app.settings.isGrantCheckedFirst ? (grant() ?? data()) : (data() ?? grant());
  return refusal ?? accept(call, user, template);
}
