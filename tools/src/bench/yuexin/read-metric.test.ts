import { describe, expect, test } from '@jest/globals';
import { sumMetric } from './read-metric.ts';

const text = `# HELP queue_offers_total Pushes handed to the queue.
# TYPE queue_offers_total counter
queue_offers_total{result="added",service="api"} 40
queue_offers_total{result="left-to-sweep",service="api"} 2
queue_offers_total_created{result="added"} 9
up 1
`;

describe('a metric of a service', () => {
  test('when labels are given, then only series that have them all count', () => {
    expect(sumMetric(text, 'queue_offers_total', { result: 'added' })).toBe(40);
  });

  test('when none are given, then its series are summed, and no other metric is', () => {
    expect(sumMetric(text, 'queue_offers_total', {})).toBe(42);
    expect(sumMetric(text, 'up', {})).toBe(1);
  });

  test('when it was never counted, then it is 0', () => {
    expect(sumMetric(text, 'queue_offers', {})).toBe(0);
  });
});
