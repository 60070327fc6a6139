import type { Dashboard, Panel } from './panel.ts';

const width = 24;
const heights = { stat: 4, timeseries: 8 } as const;
const datasource = { type: 'prometheus', uid: '${datasource}' };

const datasourceChoice = {
  ...{ name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' },
  ...{ current: {}, hide: 0 },
};

/** The JSON that Grafana reads; the same dashboard gives the same text. */
export function renderDashboard({ name, title, rows }: Dashboard): string {
  let y = 0;
  let id = 0;
  const panels = rows.flatMap((row) => {
    const h = Math.max(...row.map(({ kind }) => heights[kind]));
    const w = Math.floor(width / row.length);
    const placed = row.map((panel, index) =>
      renderPanel(panel, { id: (id += 1), gridPos: { h, w, x: index * w, y } }),
    );
    y += h;
    return placed;
  });
  return `${JSON.stringify(
    {
      ...{ uid: `yuexin-${name}`, title: `Yuexin: ${title}`, tags: ['yuexin'], schemaVersion: 39 },
      ...{ editable: true, refresh: '30s', time: { from: 'now-3h', to: 'now' }, timezone: '' },
      links: [{ type: 'dashboards', title: 'Yuexin', tags: ['yuexin'], asDropdown: true }],
      templating: { list: [datasourceChoice] },
      panels,
    },
    null,
    2,
  )}\n`;
}

function renderPanel(
  { title, about, unit, kind, queries }: Panel,
  place: { id: number; gridPos: object },
): object {
  const targets = queries.map(({ expr, legend }, index) => ({
    ...{ refId: String.fromCharCode(65 + index), datasource, expr },
    ...{ legendFormat: legend === '' ? '__auto' : legend, instant: kind === 'stat' },
  }));
  return {
    ...{ ...place, type: kind, title, description: about, datasource, targets },
    fieldConfig: {
      defaults: { unit, ...(kind === 'timeseries' && { min: 0 }) },
      overrides: [],
    },
    options:
      kind === 'stat'
        ? { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'value' }
        : { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
  };
}
