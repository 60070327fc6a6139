import { cellOf, type SimUser } from './sim-user.ts';
import type { SimApp } from './sim-app.ts';
import type { SimTemplate } from './sim-template.ts';

export const subscribeChoices = [
  'accept',
  'acceptWithAudio',
  'acceptWithAlert',
  'acceptWithForcePush',
  'reject',
  'ban',
  'filter',
] as const;
export type SubscribeChoice = (typeof subscribeChoices)[number];

/** What the callback of wx.requestSubscribeMessage gets: `errMsg` and a member per template id, or an errCode (facts 4.1). */
export type SubscribeAnswer = { errMsg: string; errCode?: number } & Record<
  string,
  string | number | undefined
>;
export type PopupItem = { templateId: string; status: 'accept' | 'reject' };

const atMost = 5;

const fail = (errCode: number, text: string) => ({
  answer: { errMsg: `requestSubscribeMessage:fail ${text}`, errCode } as SubscribeAnswer,
  popup: [],
});

function refusalOf(user: SimUser, asked: readonly (SimTemplate | undefined)[]) {
  if (asked.length === 0) return fail(10001, "TmplIds can't be empty");
  if (asked.length > atMost) return fail(20003, 'Templates count out of max bounds');
  if (asked.includes(undefined))
    return fail(20001, 'No template data return, verify the template id exist');
  if (new Set(asked.map((template) => template?.kind)).size > 1)
    return fail(20002, 'Templates type must be same');
  if (!user.hasMainSwitchOn) return fail(20004, 'The main switch is switched off');
  return null;
}

const isAccept = (choice: SubscribeChoice): boolean => choice.startsWith('accept');

function grant(user: SimUser, template: SimTemplate): void {
  const cell = cellOf(user, template.templateId);
  if (template.kind === 'long-term') {
    if (!cell.isStanding) cell.granted += 1;
    cell.isStanding = true;
    return;
  }
  cell.granted += 1;
}

/** Of several templates with one title only the first is kept. */
function filterSameTitles(
  templates: readonly SimTemplate[],
  choices: Readonly<Record<string, SubscribeChoice>>,
): Map<SimTemplate, SubscribeChoice> {
  const titles = new Set<string>();
  return new Map(
    templates.map((template) => {
      const isSecond = titles.has(template.title);
      titles.add(template.title);
      const choice = choices[template.templateId] ?? 'reject';
      return [template, isSecond ? 'filter' : choice];
    }),
  );
}

/**
 * The user answers the pop-up: each accept is one more send. With `isKept` the choices stand from now on
 * ("always keep"). An accept ends a standing reject. `popup` is what WeChat tells the developer's URL.
 */
export function requestSubscribe(call: {
  app: SimApp;
  user: SimUser;
  choices: Readonly<Record<string, SubscribeChoice>>;
  isKept: boolean;
}): { answer: SubscribeAnswer; popup: readonly PopupItem[] } {
  const { app, user, choices, isKept } = call;
  const asked = Object.keys(choices).map((templateId) => app.templates.get(templateId));
  const refusal = refusalOf(user, asked);
  if (refusal !== null) return refusal;
  const templates = asked.filter((template) => template !== undefined);
  const answer: SubscribeAnswer = { errMsg: 'requestSubscribeMessage:ok' };
  const popup: PopupItem[] = [];
  for (const [template, choice] of filterSameTitles(templates, choices)) {
    const { templateId } = template;
    answer[templateId] = choice;
    if (choice === 'ban' || choice === 'filter') continue;
    const status = isAccept(choice) ? 'accept' : 'reject';
    popup.push({ templateId, status });
    if (status === 'accept') {
      grant(user, template);
      user.choices.delete(templateId);
    }
    if (isKept) user.choices.set(templateId, status);
  }
  return { answer, popup };
}
