import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { pageLanguages } from './page-language.ts';
import { renderPushStates } from './push-states/render-push-states.ts';
import { canCancel, canFollow, isEndState, pushTransitions } from './push-transitions.ts';
import { pushStates, type PushState } from './vocabulary.ts';

const pages = { en: 'push-states.md', 'zh-CN': 'push-states.zh-CN.md' } as const;
const waysOf = (drawing: string): string[] =>
  [...drawing.matchAll(/^ {4}(\S+) --> ([\w[\]*]+)/gm)].map(
    ([, from, to]) => `${String(from)} -> ${String(to)}`,
  );

describe('the states of a push', () => {
  test.each(pageLanguages)('the page in %s is what is rendered (npm run docs)', (language) => {
    const page = new URL(`../../../docs/${pages[language]}`, import.meta.url);
    expect(readFileSync(page, 'utf8')).toBe(renderPushStates(language));
  });

  test.each(pageLanguages)('the drawing in %s has exactly the ways of the table', (language) => {
    const table = Object.entries(pushTransitions).flatMap(([from, tos]) =>
      tos.map((to) => `${from} -> ${to}`),
    );
    const states = waysOf(renderPushStates(language)).filter((line) => !line.includes('[*]'));
    expect(states.toSorted()).toEqual(table.toSorted());
  });

  test.each(pageLanguages)(
    'the drawing in %s begins where accept puts a push and ends in the end states',
    (language) => {
      const drawn = waysOf(renderPushStates(language));
      expect(drawn.filter((line) => line.startsWith('[*]'))).toEqual(
        ['scheduled', 'queued', 'parked'].map((state) => `[*] -> ${state}`),
      );
      expect(drawn.filter((line) => line.endsWith('[*]'))).toEqual(
        pushStates.filter(isEndState).map((state) => `${state} -> [*]`),
      );
    },
  );

  test.each([
    ['en', /[A-Za-z]|^43101$/],
    ['zh-CN', /\p{Script=Han}|^43101$|^errcode 0$/u],
  ] as const)(
    'every way in %s has words, save those that the end says by itself',
    (language, text) => {
      const ways = renderPushStates(language).matchAll(/^ {4}(\w+ --> \w+)(?:: (.*))?$/gm);
      const wordless = [...ways].flatMap(([, way = '', words = '']) =>
        text.test(words) ? [] : [way],
      );
      const stops = ['scheduled', 'parked', 'queued', 'retrying'].flatMap((from) =>
        ['expired', 'cancelled'].map((end) => `${from} --> ${end}`),
      );
      expect(wordless).toEqual(stops);
    },
  );

  test.each(pageLanguages)('the page in %s says what each open state waits for', (language) => {
    const told = [...renderPushStates(language).matchAll(/^\| `(\w+)` \| .+ \| .+ \|$/gm)];
    expect(told.map(([, state]) => state)).toEqual(
      pushStates.filter((state) => !isEndState(state)),
    );
  });

  test('every state that is not an end leads to an end (P2)', () => {
    const reaches = (state: PushState, seen: readonly PushState[] = []): boolean =>
      isEndState(state) ||
      pushTransitions[state].some((to) => !seen.includes(to) && reaches(to, [...seen, state]));
    expect(pushStates.filter((state) => !reaches(state))).toEqual([]);
  });

  test('what may be on its way cannot be cancelled, and every open push may turn out to be delivered', () => {
    expect(canFollow('sending', 'cancelled') || canFollow('unconfirmed', 'cancelled')).toBe(false);
    const open = pushStates.filter((state) => !isEndState(state));
    expect(open.filter((state) => !canFollow(state, 'sent'))).toEqual([]);
  });

  test('scheduled, parked, queued and retrying may be cancelled, nothing else', () => {
    expect(pushStates.filter(canCancel)).toEqual(['scheduled', 'parked', 'queued', 'retrying']);
  });

  test('only a dead push leaves its end', () => {
    const from = (state: PushState) => pushStates.filter((to) => canFollow(state, to));
    expect(from('dead')).toEqual(['parked', 'queued', 'sent', 'cancelled']);
    expect([...from('sent'), ...from('expired'), ...from('cancelled')]).toEqual([]);
  });
});
