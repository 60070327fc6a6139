import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { repoRoot } from '../local-stack/repo-root.ts';
import { dashboards } from './dashboards.ts';
import { renderDashboard } from './render-dashboard.ts';

const folder = path.join(repoRoot, 'deploy/grafana/dashboards');

type Rendered = {
  panels: { id: number; title: string; gridPos: { h: number; w: number; x: number; y: number } }[];
};

describe('the dashboards of deploy/grafana', () => {
  test('are those of the table, as `npm run docs` writes them', () => {
    expect(readdirSync(folder).sort()).toEqual(dashboards.map(({ name }) => `${name}.json`).sort());
    for (const dashboard of dashboards) {
      const file = readFileSync(path.join(folder, `${dashboard.name}.json`), 'utf8');
      expect(JSON.parse(file)).toEqual(JSON.parse(renderDashboard(dashboard)));
    }
  });

  test.each(dashboards)('$name: panels have ids of their own and do not overlap', (dashboard) => {
    const { panels } = JSON.parse(renderDashboard(dashboard)) as Rendered;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { h, w, x, y } }) =>
      Array.from({ length: h * w }, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...panels.map(({ gridPos }) => gridPos.x + gridPos.w))).toBeLessThanOrEqual(24);
  });
});
