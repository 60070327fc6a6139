/** A metric as an expression names it, with the labels that it is chosen or grouped by. */
export type NamedMetric = { name: string; labels: string[] };

const operators = ['and', 'or', 'unless', 'offset', 'bool', 'by', 'on'];
/** Aggregations stand before their labels, too. */
const aggregations = ['sum', 'max', 'min', 'count', 'avg'];
const words = new Set([...operators, ...aggregations]);

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/**
 * The metrics of a PromQL expression. Labels of `by (…)` and `on (…)` are counted to the metrics that follow them up to the next
 * such list: near enough for expressions as ours, which name their labels before their metrics. Whether it parses at all is
 * promtool's to say.
 */
export function readPromql(expr: string): NamedMetric[] {
  const metrics: NamedMetric[] = [];
  let grouped: string[] = [];
  const token =
    /\b(?:by|on)\s*\(([^)]*)\)|\b([a-z_:][a-z0-9_:]*)(\s*\()?(?:\{([^}]*)\})?|"[^"]*"|\[[^\]]*\]/gi;
  for (const [, group, name = '', call, selector = ''] of expr.matchAll(token)) {
    if (group !== undefined) {
      grouped = listOf(group);
    } else if (name !== '' && call === undefined && !words.has(name)) {
      const chosen = [...selector.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(
        ([, label]) => label,
      );
      const labels = new Set([...grouped, ...chosen.filter((label) => label !== undefined)]);
      metrics.push({ name, labels: [...labels] });
    }
  }
  return metrics;
}
