import { expect, test } from '@jest/globals';
import { markOf } from './mark-of.ts';

test.each([
  [true, 'All 2 keywords fit the template.', 'ok'],
  [false, 'The app is paused.', 'no'],
  [false, 'Not checked: the template is not known.', '-'],
])('ok: %s, "%s" is shown as %s', (ok, detail, mark) => {
  expect(markOf({ ok, detail })).toBe(mark);
});
