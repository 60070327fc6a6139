import { expect, test } from '@jest/globals';
import { nameCall } from './name-call.ts';

test.each([
  ['Pushes', 'createPush', 'pushes.create'],
  ['Pushes', 'createPushBatch', 'pushes.createBatch'],
  ['Pushes', 'listPushes', 'pushes.list'],
  ['Pushes', 'giveVerdict', 'pushes.giveVerdict'],
  ['Templates', 'listTemplateChanges', 'templates.listChanges'],
  ['API keys', 'rotateApiKey', 'apiKeys.rotate'],
  ['Dead letters', 'listDeadLetters', 'deadLetters.list'],
  ['Dead letters', 'replayPush', 'deadLetters.replayPush'],
  ['Users and grants', 'importUsers', 'users.import'],
  ['Apps', 'getApp', 'apps.get'],
  ['Apps', 'listApplications', 'apps.listApplications'],
  ['Webhooks', 'createWebhookEndpoint', 'webhooks.createEndpoint'],
])('of the tag %s, %s is %s', (tag, operationId, expected) => {
  const { group, name } = nameCall(tag, operationId);
  expect(`${group}.${name}`).toBe(expected);
});
