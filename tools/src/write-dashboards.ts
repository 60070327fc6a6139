/** `npm run docs` also writes the dashboards of deploy/grafana from their table. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { dashboards } from './grafana/dashboards.ts';
import { renderDashboard } from './grafana/render-dashboard.ts';
import { repoRoot } from './local-stack/repo-root.ts';

for (const dashboard of dashboards) {
  const file = path.join(repoRoot, 'deploy/grafana/dashboards', `${dashboard.name}.json`);
  const options = await resolveConfig(file);
  writeFileSync(file, await format(renderDashboard(dashboard), { ...options, parser: 'json' }));
}
