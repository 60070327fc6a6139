import { lines, quantiles, type Dashboard } from './panel.ts';

/** What api and worker need of their machines. */
export const processesDashboard: Dashboard = {
  ...{ name: 'processes', title: 'processes' },
  rows: [
    [
      lines(
        { title: 'Running', about: 'Processes that answer Prometheus.' },
        { expr: 'sum by (job) (up{job=~"yuexin-(api|worker)"})', legend: '{{job}}' },
      ),
      lines(
        { title: 'CPU', about: 'Cores a process uses; one is all that its code can.' },
        {
          expr: 'rate(process_cpu_seconds_total{job=~"yuexin-.*"}[$__rate_interval])',
          legend: '{{job}} {{instance}}',
        },
      ),
      lines(
        { title: 'Memory', about: 'Resident.', unit: 'bytes' },
        {
          expr: 'process_resident_memory_bytes{job=~"yuexin-.*"}',
          legend: '{{job}} {{instance}}',
        },
      ),
      lines(
        {
          title: 'Event loop',
          about: 'p90 of its lag; above a quarter of a second work piles up.',
          unit: 's',
        },
        {
          expr: 'nodejs_eventloop_lag_p90_seconds{job=~"yuexin-.*"}',
          legend: '{{job}} {{instance}}',
        },
      ),
    ],
    [
      lines(
        { title: 'Requests', about: 'By status.', unit: 'ops' },
        {
          expr: 'sum by (status) (rate(http_requests_total[$__rate_interval]))',
          legend: '{{status}}',
        },
      ),
      lines(
        { title: 'Duration of a request', about: 'All routes together.', unit: 's' },
        ...quantiles('http_request_duration_seconds_bucket'),
      ),
    ],
    [
      lines(
        { title: 'PostgreSQL', about: 'Busy connections, and statements that wait for one.' },
        {
          expr: 'sum by (instance) (database_connections{state="busy"})',
          legend: '{{instance}} busy',
        },
        { expr: 'sum by (instance) (database_connections_limit)', legend: '{{instance}} limit' },
        { expr: 'sum by (instance) (database_statements_waiting)', legend: '{{instance}} waiting' },
      ),
      lines(
        { title: 'Sends in hand', about: 'At its limit a worker takes no more: add one.' },
        { expr: 'sum by (instance) (sends_running)', legend: '{{instance}}' },
        { expr: 'sum by (instance) (sends_limit)', legend: '{{instance}} limit' },
      ),
      lines(
        { title: 'Queue', about: 'Jobs by state; PostgreSQL has the truth.' },
        { expr: 'sum by (state) (max by (app, state) (queue_jobs))', legend: '{{state}}' },
        { expr: 'min(queue_available)', legend: 'available' },
      ),
    ],
    [
      lines(
        {
          title: 'Sweeps that fail',
          about: 'By sweep; the log of a worker says why.',
          unit: 'ops',
        },
        {
          expr: 'sum by (sweep) (rate(sweep_runs_total{result="failed"}[$__rate_interval]))',
          legend: '{{sweep}}',
        },
      ),
      lines(
        { title: 'What sweeps found', about: 'Rows that each changed.', unit: 'ops' },
        {
          expr: 'sum by (sweep) (rate(sweep_touched_total[$__rate_interval]))',
          legend: '{{sweep}}',
        },
      ),
      lines(
        { title: 'Duration of a sweep', about: 'p95 of each.', unit: 's' },
        {
          expr: 'histogram_quantile(0.95, sum by (le, sweep) (rate(sweep_duration_seconds_bucket[$__rate_interval])))',
          legend: '{{sweep}}',
        },
      ),
    ],
  ],
};
