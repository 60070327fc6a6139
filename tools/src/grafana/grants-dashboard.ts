import { lines, type Dashboard } from './panel.ts';

/** Where grants come from and whether the ledger is right. */
export const grantsDashboard: Dashboard = {
  ...{ name: 'grants', title: 'grants' },
  rows: [
    [
      lines(
        {
          title: 'Answers by evidence',
          about:
            "One tap counts once for each: where the two part, reports or WeChat's events are missing.",
          unit: 'ops',
        },
        {
          expr: 'sum by (evidence) (rate(grant_answers_total{result=~"accept.*"}[$__rate_interval]))',
          legend: '{{evidence}}',
        },
      ),
      lines(
        { title: 'Answers by result', about: 'As the mini program reports them.', unit: 'ops' },
        {
          expr: 'sum by (result) (rate(grant_answers_total{evidence="reported"}[$__rate_interval]))',
          legend: '{{result}}',
        },
      ),
    ],
    [
      lines(
        {
          title: 'Drift',
          about: 'Sends refused with 43101 although the ledger held a grant.',
          unit: 'ops',
        },
        {
          expr: 'sum by (app, template) (rate(grant_drift_total[$__rate_interval]))',
          legend: '{{app}} {{template}}',
        },
      ),
      lines(
        {
          title: 'Grants voided by drift',
          about: 'What the ledger wrote off for it.',
          unit: 'ops',
        },
        {
          expr: 'sum by (app) (rate(grants_voided_total[$__rate_interval]))',
          legend: '{{app}}',
        },
      ),
    ],
    [
      lines(
        { title: 'Parked', about: 'Pushes that wait for their user to allow one.' },
        { expr: 'max by (app) (open_pushes{state="parked"})', legend: '{{app}}' },
      ),
      lines(
        {
          title: 'Unconfirmed, settled by evidence',
          about: 'What told whether a message whose answer was lost had gone out.',
          unit: 'ops',
        },
        {
          expr: 'sum by (evidence) (rate(unconfirmed_settled_total[$__rate_interval]))',
          legend: '{{evidence}}',
        },
      ),
    ],
  ],
};
