import { describe, expect, test } from '@jest/globals';
import { errcodeTable } from './errcodes/errcode-table.ts';
import { explainDeadLetter } from './explain-dead-letter.ts';
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

  test('when WeChat refused its user for good, then that, beside whatever else', () => {
    const template = { state: 'active', keywords };
    expect(findReplayObstacle({ errcode: 40003, data, template })).toMatchObject({
      code: 'recipient-unknown',
      problems: [{ pointer: '/to', rule: 'refused-for-good', actual: 40003 }],
    });
    expect(
      findReplayObstacle({ errcode: 40003, data: {}, template })?.problems.map(
        ({ pointer }) => pointer,
      ),
    ).toEqual(['/to', '/data/thing1']);
    for (const errcode of [null, 43104, 45168, 47003])
      expect(findReplayObstacle({ errcode, data, template })).toBeNull();
  });

  test('whatever the table holds for good is advised against, and nothing else: the advice for the rest names what a replay needs', () => {
    const template = { state: 'active', keywords };
    for (const { code } of errcodeTable) {
      const isLeftDead = findReplayObstacle({ errcode: code, data, template }) !== null;
      const { advice } = explainDeadLetter({ reason: 'x', errcode: code });
      expect([code, advice.en.includes('leaves it dead'), advice.zh.includes('保持死信')]).toEqual([
        ...[code, isLeftDead, isLeftDead],
      ]);
    }
  });
});
