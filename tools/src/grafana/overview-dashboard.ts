import { lines, number, quantiles, type Dashboard } from './panel.ts';

/** What goes in, what comes out, and how long it takes. */
export const overviewDashboard: Dashboard = {
  ...{ name: 'overview', title: 'overview' },
  rows: [
    [
      number(
        { title: 'Accepted', about: 'Pushes stored, a second.', unit: 'ops' },
        'sum(rate(push_accepts_total{result=~"queued|parked|scheduled"}[$__rate_interval]))',
      ),
      number(
        { title: 'Sent', about: 'Messages that WeChat took, a second.', unit: 'ops' },
        'sum(rate(push_settled_total{state="sent"}[$__rate_interval]))',
      ),
      number(
        { title: 'Oldest wait', about: 'Of a push that is due and not sent.', unit: 's' },
        'max(queue_oldest_wait_seconds)',
      ),
      number(
        { title: 'Parked', about: 'Pushes that wait for a grant.' },
        'sum(max by (app) (open_pushes{state="parked"}))',
      ),
      number(
        { title: 'Dead letters', about: 'Each app counted up to 10,001.' },
        'sum(max by (app) (dead_letters))',
      ),
      number(
        { title: 'Alarms', about: 'As in the console; see its page.' },
        'count(max by (app, code) (alarms_open) > 0) or vector(0)',
      ),
    ],
    [
      lines(
        {
          title: 'At the door',
          about:
            'Pushes asked for by what became of them. overloaded: shed; a problem code: refused with what is wrong.',
          unit: 'ops',
        },
        {
          expr: 'sum by (result) (rate(push_accepts_total[$__rate_interval]))',
          legend: '{{result}}',
        },
      ),
      lines(
        {
          title: 'Where pushes went',
          about: 'Settled attempts by the state of the push.',
          unit: 'ops',
        },
        {
          expr: 'sum by (state) (rate(push_settled_total[$__rate_interval]))',
          legend: '{{state}}',
        },
      ),
    ],
    [
      lines(
        {
          title: 'From acceptance to WeChat',
          about: 'Pushes that had nothing to wait for.',
          unit: 's',
        },
        ...quantiles('push_end_to_end_seconds_bucket{road="direct"}'),
      ),
      lines(
        {
          title: 'Wait on the queue',
          about: 'More workers, or a higher WORKER_CONCURRENCY, when it grows.',
          unit: 's',
        },
        ...quantiles('push_queue_wait_seconds_bucket'),
      ),
    ],
    [
      lines(
        {
          title: 'Open pushes',
          about: 'By state. unconfirmed: nobody knows whether they were sent.',
        },
        { expr: 'sum by (state) (max by (app, state) (open_pushes))', legend: '{{state}}' },
      ),
      lines(
        { title: 'Oldest wait by app', about: 'A paused app waits, too.', unit: 's' },
        { expr: 'max by (app) (queue_oldest_wait_seconds)', legend: '{{app}}' },
      ),
    ],
  ],
};
