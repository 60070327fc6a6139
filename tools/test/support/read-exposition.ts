/** What a /metrics page says of one metric: the labels its samples have, `le` and `service` included; none without samples. */
export type Exposed = { type: string; labels: ReadonlySet<string> };

/** The metrics of one or more pages together, by name; a histogram also by the names of its parts. */
export function readExposition(...pages: readonly string[]): Map<string, Exposed> {
  const found = new Map<string, { type: string; labels: Set<string> }>();
  const at = (name: string, type: string) => {
    const known = found.get(name) ?? { type, labels: new Set<string>() };
    found.set(name, known);
    return known;
  };
  for (const line of pages.flatMap((page) => page.split('\n'))) {
    const [, declared, type = ''] = /^# TYPE (\S+) (\w+)$/.exec(line) ?? [];
    if (declared !== undefined) {
      const parts = type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
      for (const part of parts) at(declared + part, type);
    }
    const [, name, labels = ''] = /^([a-z]\w*)\{(.*)\} \S+$/.exec(line) ?? [];
    if (name === undefined) continue;
    const sample = at(name, 'untyped');
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) sample.labels.add(label);
  }
  return found;
}
