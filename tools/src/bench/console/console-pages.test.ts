import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { repoRoot } from '../../local-stack/repo-root.ts';
import { consolePages } from './console-pages.ts';

/** What a button does, and what is counted before it is pressed. */
const deeds = [
  ...['apiKeys.create', 'apiKeys.revoke', 'apiKeys.rotate'],
  ...['apps.pause', 'apps.refreshToken', 'apps.resume', 'apps.setSendingRules', 'apps.update'],
  ...['audiences.bringFile', 'audiences.cancel', 'audiences.pause', 'audiences.preview'],
  ...['audiences.resume', 'audiences.start'],
  ...['deadLetters.cancelReplay', 'deadLetters.createReplay', 'deadLetters.discard'],
  ...['deadLetters.discardPush', 'deadLetters.pauseReplay', 'deadLetters.replayPush'],
  ...['deadLetters.resumeReplay', 'operating.acknowledgeAlarm', 'operating.exportAudit'],
  ...['pushes.cancel', 'pushes.create', 'pushes.giveVerdict'],
  ...['templates.pause', 'templates.resume', 'templates.sync', 'users.erase', 'users.export'],
  ...['webhooks.createEndpoint', 'webhooks.deleteEndpoint', 'webhooks.resendCallback'],
  ...['webhooks.rotateSecret', 'webhooks.testEndpoint', 'webhooks.updateEndpoint'],
];

const sources = path.join(repoRoot, 'services/console/src');

function callsOfConsole(): string[] {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' });
  const calls = files
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file))
    .flatMap((file) => [
      ...readFileSync(path.join(sources, file), 'utf8').matchAll(/\bapi\s*\.(\w+)\s*\.(\w+)\(/g),
    ])
    .map(([, noun, verb]) => `${noun}.${verb}`);
  return [...new Set(calls)].sort();
}

describe('the pages of the console', () => {
  test('ask for what their sources ask for, and for no more', () => {
    const asked = new Set(consolePages.flatMap(({ asks }) => asks.map(({ call }) => call)));
    expect([...asked, ...deeds].sort()).toEqual(callsOfConsole());
  });

  test('name each of it once', () => {
    for (const { asks } of consolePages)
      expect(new Set(asks.map(({ name }) => name)).size).toBe(asks.length);
    expect(new Set(consolePages.map(({ name }) => name)).size).toBe(consolePages.length);
  });
});
