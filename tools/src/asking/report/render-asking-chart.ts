import { formatFigure } from '../../bench/report/format-figure.ts';
import { renderBars, type Bar } from '../../report/render-bars.ts';
import type { AskingRecord, WayName } from '../asking-record.ts';
import type { MonthFigures } from '../play/summarise-month.ts';
import { formatShare } from './format-share.ts';
import { spreadOfWays } from './spread-of-ways.ts';

const colours = {
  'same three': '#8c959f',
  emptiest: '#bf8700',
  planner: '#1a7f37',
} as const satisfies Record<WayName, string>;

const shown: readonly { figure: keyof MonthFigures; title: string }[] = [
  { figure: 'found', title: 'pushes with a grant 找到授权的推送' },
  { figure: 'popups', title: 'pop-ups per user 每人弹窗' },
  { figure: 'refusals', title: 'refused 每人拒绝' },
  { figure: 'standingRejects', title: 'rejects that stand 每人永久拒绝' },
];

/** Four figures of each way of asking, each against the largest of its kind. */
export function renderAskingChart(record: AskingRecord): string {
  const ways = spreadOfWays(record);
  const bars = shown.flatMap(({ figure, title }) => {
    const format = figure === 'found' ? formatShare : (value: number) => formatFigure(value, 1);
    const largest = Math.max(...ways.map(({ spreadOf }) => spreadOf(figure).most));
    return ways.map(({ way, spreadOf }): Bar => {
      const { mean, least, most } = spreadOf(figure);
      return {
        label: `${title}: ${way}`,
        length: mean / largest,
        spread: [least / largest, most / largest],
        colour: colours[way],
        text: format(mean),
      };
    });
  });
  return renderBars({ bars });
}
