import { expect, test } from '@jest/globals';
import { readPromql } from './read-promql.ts';

test('finds the metrics of an expression with the labels they are chosen and grouped by', () => {
  expect(
    readPromql('max by (app) (open_pushes{state="parked",app!~"a|b"}) > 0.5 * scalar(sum(up[5m]))'),
  ).toEqual([
    { name: 'open_pushes', labels: ['app', 'state'] },
    { name: 'up', labels: ['app'] },
  ]);
});

test('takes no function, keyword, range, label value or number for a metric', () => {
  const named = readPromql(
    'histogram_quantile(0.95, sum by (le) (rate(a_bucket{road="direct"}[5m]))) > 1e3 unless on (app) b == 1 or vector(0)',
  );
  expect(named.map(({ name }) => name)).toEqual(['a_bucket', 'b']);
});
