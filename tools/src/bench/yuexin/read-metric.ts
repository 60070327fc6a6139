/** The sum of a metric's series whose labels contain all that are given, from a service's /metrics. */
export async function readMetric(
  url: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<number> {
  const answer = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(10_000) });
  return sumMetric(await answer.text(), name, labels);
}

export function sumMetric(
  text: string,
  name: string,
  labels: Readonly<Record<string, string>>,
): number {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  let sum = 0;
  for (const line of text.split('\n')) {
    const [, series, given = '', value] = /^([\w:]+)(\{.*\})? (\S+)$/.exec(line) ?? [];
    if (series !== name || !wanted.every((label) => given.includes(label))) continue;
    sum += Number(value);
  }
  return sum;
}
