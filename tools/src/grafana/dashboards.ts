import { callbacksDashboard } from './callbacks-dashboard.ts';
import { grantsDashboard } from './grants-dashboard.ts';
import { overviewDashboard } from './overview-dashboard.ts';
import { processesDashboard } from './processes-dashboard.ts';
import { wechatDashboard } from './wechat-dashboard.ts';
import type { Dashboard } from './panel.ts';

/** Every dashboard of deploy/grafana/dashboards. */
export const dashboards: readonly Dashboard[] = [
  overviewDashboard,
  wechatDashboard,
  grantsDashboard,
  callbacksDashboard,
  processesDashboard,
];
