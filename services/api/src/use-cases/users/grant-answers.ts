import { askResults } from '@yuexin/domain';
import type { CounterMetric, Metrics } from '@yuexin/telemetry';

/** Counts what users answered when they were asked, by who told us. */
export type GrantAnswers = CounterMetric<'evidence' | 'result'>;

/** One tap that is both reported and witnessed counts once for each: the two rates part where one of them fails. */
export function createGrantAnswers(metrics: Pick<Metrics, 'counter'>): GrantAnswers {
  const answers = metrics.counter({
    name: 'grant_answers_total',
    help: "Users' answers for a template, by evidence (reported by the mini program, witnessed by WeChat's event) and result.",
    labels: ['evidence', 'result'],
  });
  const known = new Set<string>(askResults);
  return {
    // What WeChat may add some day must not become labels without end.
    inc: (labels, by) =>
      answers.inc({ ...labels, result: known.has(labels.result) ? labels.result : 'other' }, by),
  };
}
