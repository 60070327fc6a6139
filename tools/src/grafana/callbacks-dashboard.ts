import { lines, quantiles, type Dashboard } from './panel.ts';

/** What comes from WeChat and what goes to callers. */
export const callbacksDashboard: Dashboard = {
  ...{ name: 'callbacks', title: 'events and callbacks' },
  rows: [
    [
      lines(
        { title: 'Events from WeChat', about: 'By type and what became of them.', unit: 'ops' },
        {
          expr: 'sum by (type, result) (rate(wechat_events_total[$__rate_interval]))',
          legend: '{{type}} {{result}}',
        },
      ),
      lines(
        { title: 'Events: age of the oldest', about: 'Stored and not processed.', unit: 's' },
        { expr: 'max(event_lag_seconds)', legend: 'oldest' },
      ),
      lines(
        { title: 'Events that wait', about: 'Stored and not processed.' },
        { expr: 'max(events_waiting)', legend: 'events' },
      ),
    ],
    [
      lines(
        {
          title: 'Callbacks',
          about: 'Calls to webhook endpoints by what they led to.',
          unit: 'ops',
        },
        {
          expr: 'sum by (result) (rate(callback_attempts_total[$__rate_interval]))',
          legend: '{{result}}',
        },
      ),
      lines(
        { title: 'Duration of a callback', about: 'As the endpoints answer.', unit: 's' },
        ...quantiles('callback_duration_seconds_bucket'),
      ),
    ],
    [
      lines(
        {
          title: 'Callbacks that wait',
          about: 'Counted up to 10,000; those that will be tried again included.',
        },
        { expr: 'max(callbacks_waiting)', legend: 'callbacks' },
      ),
      lines(
        {
          title: 'Callbacks: how late',
          about: 'Of the one that has been due for the longest.',
          unit: 's',
        },
        { expr: 'max(callback_lag_seconds)', legend: 'latest' },
      ),
      lines(
        { title: 'Endpoints disabled', about: 'In an hour. Their callers are told nothing more.' },
        { expr: 'sum(increase(webhook_endpoints_disabled_total[1h]))', legend: 'endpoints' },
      ),
    ],
  ],
};
