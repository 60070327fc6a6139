import { beforeEach, describe, expect, it } from '@jest/globals';
import { addUser } from './add-user.ts';
import { mergeSettings } from './app-settings.ts';
import { availableIn } from './grant-cell.ts';
import { requestSubscribe, type SubscribeChoice } from './request-subscribe.ts';
import { createSimApp, type SimApp } from './sim-app.ts';
import { cellOf, type SimUser } from './sim-user.ts';
import type { TemplateKind } from './sim-template.ts';
import { createWorld } from './world.ts';

let app: SimApp;
let user: SimUser;

function addTemplate(templateId: string, title: string, kind: TemplateKind = 'one-time'): void {
  const rest = { content: '', example: '', options: {}, keywords: [] };
  app.templates.set(templateId, { templateId, title, kind, ...rest });
}

const ask = (choices: Record<string, SubscribeChoice>, isKept = false) =>
  requestSubscribe({ app, user, choices, isKept });
const left = (templateId: string): number => availableIn(cellOf(user, templateId));

beforeEach(() => {
  app = createSimApp(mergeSettings(undefined, { appId: 'wxapp1', appSecret: 's' }));
  const nobody = { phone: null, unionid: null, openid: null, nickname: null, isBlocked: null };
  user = addUser({ world: createWorld(0), app, input: nobody }).user;
  addTemplate('A', '甲');
  addTemplate('B', '乙');
  addTemplate('L', '长', 'long-term');
});

describe('requestSubscribeMessage', () => {
  it('when the user accepts twice, then two sends are allowed', () => {
    ask({ A: 'accept' });
    ask({ A: 'acceptWithAudio' });
    expect(left('A')).toBe(2);
  });

  it('when some are accepted and some not, then the answer and the pop-up say which', () => {
    const { answer, popup } = ask({ A: 'accept', B: 'reject' });
    expect(answer).toEqual({ errMsg: 'requestSubscribeMessage:ok', A: 'accept', B: 'reject' });
    expect(popup).toEqual([
      { templateId: 'A', status: 'accept' },
      { templateId: 'B', status: 'reject' },
    ]);
    expect([left('A'), left('B')]).toEqual([1, 0]);
  });

  it('when two templates have one title, then the second is filtered and grants nothing', () => {
    addTemplate('C', '甲');
    const { answer, popup } = ask({ A: 'accept', C: 'accept' });
    expect(answer).toMatchObject({ A: 'accept', C: 'filter' });
    expect(popup).toHaveLength(1);
    expect(left('C')).toBe(0);
  });

  it('when a template is banned, then nothing is granted and no pop-up tells of it', () => {
    expect(ask({ A: 'ban' })).toEqual({
      answer: { errMsg: 'requestSubscribeMessage:ok', A: 'ban' },
      popup: [],
    });
    expect(left('A')).toBe(0);
  });

  it('when a long-term template is accepted twice, then one standing grant is there', () => {
    ask({ L: 'accept' });
    ask({ L: 'accept' });
    expect(cellOf(user, 'L')).toMatchObject({ granted: 1, isStanding: true });
  });

  it('when the choices are kept, then they stand; an accept ends a standing reject', () => {
    ask({ A: 'accept', B: 'reject' }, true);
    expect(Object.fromEntries(user.choices)).toEqual({ A: 'accept', B: 'reject' });
    ask({ B: 'accept' });
    expect(user.choices.has('B')).toBe(false);
  });

  it.each<[string, number, Record<string, SubscribeChoice>]>([
    ['nothing is asked', 10001, {}],
    ['a template is unknown', 20001, { A: 'accept', X: 'accept' }],
    ['kinds are mixed', 20002, { A: 'accept', L: 'accept' }],
  ])('when %s, then it fails with %i and grants nothing', (_name, errCode, choices) => {
    const { answer, popup } = ask(choices);
    expect(answer.errCode).toBe(errCode);
    expect(answer.errMsg).toMatch(/^requestSubscribeMessage:fail /);
    expect(popup).toEqual([]);
    expect(left('A')).toBe(0);
  });

  it('when six are asked at once, then it fails with 20003', () => {
    const choices: Record<string, SubscribeChoice> = {};
    for (const id of ['1', '2', '3', '4', '5', '6']) {
      addTemplate(id, id);
      choices[id] = 'accept';
    }
    expect(ask(choices).answer.errCode).toBe(20003);
  });

  it('when the main switch is off, then it fails with 20004', () => {
    user.hasMainSwitchOn = false;
    expect(ask({ A: 'accept' }).answer.errCode).toBe(20004);
  });
});
