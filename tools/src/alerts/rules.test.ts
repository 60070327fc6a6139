import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { repoRoot } from '../local-stack/repo-root.ts';
import { readRules } from './read-rules.ts';

const read = (file: string): string => readFileSync(path.join(repoRoot, file), 'utf8');
const rules = readRules().groups.flatMap((group) => group.rules);
const titles = (page: string): string[] =>
  [...read(page).matchAll(/^### (.+)$/gm)].map(([, title = '']) => title);

describe('the alert rules', () => {
  test.each(['docs/runbook.md', 'docs/runbook.zh-CN.md'])(
    'each alert has its section in %s, in the same order, and no section is of an alert that is gone',
    (page) => {
      expect(titles(page)).toEqual(rules.map(({ alert }) => alert));
    },
  );

  test('each alert has a severity, a summary and a link to its own section', () => {
    for (const { alert, labels, annotations } of rules) {
      expect(['critical', 'warning']).toContain(labels.severity);
      expect(annotations.summary).toMatch(/\.$/);
      expect(annotations.runbook_url).toBe(`docs/runbook.md#${alert.toLowerCase()}`);
    }
  });

  test('each section says what it means, how to see it, what to do and how to know that it worked', () => {
    for (const [page, parts] of [
      ['docs/runbook.md', ['Means', 'See', 'Do', 'Worked']],
      ['docs/runbook.zh-CN.md', ['含义', '怎么看', '怎么做', '好了']],
    ] as const) {
      const sections = read(page)
        .split(/^### /m)
        .slice(1)
        .map((section) => section.split(/^## /m)[0]!);
      for (const section of sections) {
        const told = [...section.matchAll(/^- \*\*(.+?)[:：]\*\* (.+)/gm)];
        expect(told.map(([, part]) => part)).toEqual(parts);
        for (const [, part, text = ''] of told)
          expect({ part, isLong: text.length > 3 }).toEqual({ part, isLong: true });
        // Where to look is a thing that has a name: a metric, a page, a line of the log, a command.
        expect(told[1]?.[2]).toMatch(/`|\*\*|_|「/);
      }
    }
  });

  test('each alert has a test in which it fires, and is in the one in which all is quiet', () => {
    type Case = { alertname: string; exp_alerts?: object[] };
    const { tests } = parse(read('deploy/prometheus/rules.test.yml')) as {
      tests: { name: string; alert_rule_test: Case[] }[];
    };
    const alerts = rules.map(({ alert }) => alert).sort();
    const [healthy, ...faults] = tests;
    const quiet = healthy!.alert_rule_test.filter((one) => one.exp_alerts === undefined);
    expect([...new Set(quiet.map((one) => one.alertname))].sort()).toEqual(alerts);
    const fired = faults.flatMap((fault) => fault.alert_rule_test);
    expect(fired.every((one) => one.exp_alerts!.length > 0)).toBe(true);
    expect(fired.map((one) => one.alertname).sort()).toEqual(alerts);
  });
});
