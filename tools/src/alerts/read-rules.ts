import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { repoRoot } from '../local-stack/repo-root.ts';

export type AlertRule = {
  alert: string;
  expr: string;
  for?: string;
  labels: { severity: string };
  annotations: { summary: string; runbook_url: string };
};

export type RuleFile = { groups: { name: string; rules: AlertRule[] }[] };

const rulesFile = path.join(repoRoot, 'deploy/prometheus/rules.yml');

/** The rules as they are deployed. */
export const readRules = (): RuleFile => parse(readFileSync(rulesFile, 'utf8')) as RuleFile;
