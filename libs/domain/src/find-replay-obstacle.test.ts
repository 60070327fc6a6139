import { describe, expect, test } from '@jest/globals';
import { findReplayObstacle } from './find-replay-obstacle.ts';

const keywords = [{ key: 'thing1', type: 'thing', label: '线路' }];
const data = { thing1: { value: '广州' } };

describe('what stands in the way of a replay', () => {
  test('when the data fits the template as it is now, paused or not, then nothing', () => {
    for (const state of ['active', 'paused'])
      expect(findReplayObstacle({ data, template: { state, keywords } })).toBeNull();
  });

  test('when the template is gone, then that', () => {
    for (const template of [null, { state: 'removed', keywords }])
      expect(findReplayObstacle({ data, template })).toMatchObject({
        code: 'template-unknown',
        problems: [
          {
            pointer: '/templateId',
            rule: 'removed',
            message: 'was removed from the app in WeChat’s console',
          },
        ],
      });
  });

  test('when the template has changed, then every value that does not fit', () => {
    const more = [...keywords, { key: 'amount2', type: 'amount', label: '运费' }];
    expect(
      findReplayObstacle({ data, template: { state: 'active', keywords: more } }),
    ).toMatchObject({
      code: 'template-data-invalid',
      problems: [{ pointer: '/data/amount2', rule: 'required' }],
    });
  });
});
