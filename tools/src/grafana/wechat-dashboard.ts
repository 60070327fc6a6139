import { lines, quantiles, type Dashboard } from './panel.ts';

/** WeChat's answers, tokens and quota. */
export const wechatDashboard: Dashboard = {
  ...{ name: 'wechat', title: 'WeChat' },
  rows: [
    [
      lines(
        { title: 'Sends by outcome', about: 'What each attempt learned.', unit: 'ops' },
        {
          expr: 'sum by (outcome) (rate(push_attempts_total[$__rate_interval]))',
          legend: '{{outcome}}',
        },
      ),
      lines(
        {
          title: 'Refusals by errcode',
          about: 'What each code means, and who can mend it: docs/errcodes.md.',
          unit: 'ops',
        },
        {
          expr: 'sum by (errcode, about) (rate(push_attempts_total{outcome="refused"}[$__rate_interval]))',
          legend: '{{errcode}} ({{about}})',
        },
      ),
    ],
    [
      lines(
        { title: 'Duration of a send', about: 'From writing it to its answer.', unit: 's' },
        ...quantiles('send_duration_seconds_bucket'),
      ),
      lines(
        {
          title: 'Does WeChat answer?',
          about: '1: a worker believes that it does not, and tries with few sends.',
        },
        {
          expr: 'max by (app) (wechat_circuit{state!="closed"})',
          legend: '{{app}}',
        },
      ),
    ],
    [
      lines(
        {
          title: 'Other calls',
          about: 'Tokens, logins, templates, quota; all but the send.',
          unit: 'ops',
        },
        {
          expr: 'sum by (endpoint, result, errcode) (rate(wechat_calls_total[$__rate_interval]))',
          legend: '{{endpoint}} {{result}} {{errcode}}',
        },
      ),
      lines(
        {
          title: 'Token: time left',
          about: 'Renewed five minutes before its end; below zero nothing can be sent.',
          unit: 's',
        },
        { expr: 'max by (app) (wechat_token_expires_at_seconds) - time()', legend: '{{app}}' },
      ),
      lines(
        {
          title: 'Token: renewals in an hour',
          about: 'More than one or two: another system renews this token.',
        },
        { expr: 'max by (app) (changes(wechat_token_generation[1h]))', legend: '{{app}}' },
      ),
    ],
    [
      lines(
        { title: 'Quota left today', about: 'As WeChat counts it.', unit: 'percentunit' },
        {
          expr: 'min by (app) (wechat_quota_remain) / max by (app) (wechat_quota_limit)',
          legend: '{{app}}',
        },
      ),
      lines(
        { title: 'Paused apps', about: 'By the kind of the pause.' },
        { expr: 'sum by (kind) (max by (app, kind) (app_paused{kind!=""}))', legend: '{{kind}}' },
        { expr: 'sum(max by (app) (templates_paused))', legend: 'templates' },
      ),
    ],
  ],
};
