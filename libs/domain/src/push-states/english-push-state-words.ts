import type { PushStateWords } from './push-state-words.ts';

const lateProof = 'late proof of an earlier attempt';
const expires = '`expiresAt`: expired';

export const englishPushStateWords: PushStateWords = {
  intro: `# The states of a push

[中文](push-states.zh-CN.md)

Drawn from the table in \`libs/domain/src/push-transitions.ts\` by \`npm run docs\`; a test fails when they differ.
`,
  begins: { scheduled: 'sendAt is ahead', queued: 'accepted', parked: 'no grant' },
  ways: {
    scheduled: {
      queued: 'due',
      parked: 'due, no grant',
      sent: lateProof,
      dead: 'due, no grant, not to be parked',
      expired: '',
      cancelled: '',
    },
    parked: {
      scheduled: 'the recipient logs in before sendAt',
      queued: 'a grant',
      sent: lateProof,
      dead: 'the recipient logs in, no grant, not to be parked',
      expired: '',
      cancelled: '',
    },
    queued: {
      sending: 'claimed',
      parked: 'claimed, no grant',
      unconfirmed: 'claimed, an earlier attempt in doubt again',
      sent: lateProof,
      dead: 'claimed, no grant, not to be parked',
      expired: '',
      cancelled: '',
    },
    sending: {
      sent: 'errcode 0',
      retrying: 'not sent, or refused for now',
      queued: 'the lease is over, resend was chosen',
      parked: '43101',
      unconfirmed: 'the answer was lost',
      dead: 'refused',
      expired: 'its next try would come too late',
    },
    retrying: {
      queued: 'due',
      sending: 'claimed',
      parked: 'due, no grant',
      unconfirmed: 'claimed, an earlier attempt in doubt again',
      sent: lateProof,
      dead: 'claimed, no grant, not to be parked',
      expired: '',
      cancelled: '',
    },
    unconfirmed: {
      sent: 'evidence or verdict, delivered',
      queued: 'evidence or verdict, not sent',
      retrying: 'late answer, refused for now',
      parked: 'late answer, 43101',
      dead: 'evidence, late answer, verdict or expiry',
      expired: 'late answer, its next try would come too late',
    },
    sent: {},
    dead: {
      queued: 'replay',
      parked: 'replay, no grant',
      sent: 'given up, and proven delivered after that',
      cancelled: 'discarded by an operator',
    },
    expired: {},
    cancelled: {},
  },
  columns: ['state', 'waits for', 'ends it at the latest'],
  waits: {
    scheduled: { what: 'its `sendAt`', limit: expires },
    parked: { what: "a grant, or its recipient's login", limit: expires },
    queued: { what: 'a worker', limit: expires },
    sending: { what: "WeChat's answer", limit: 'the lease: unconfirmed' },
    retrying: { what: 'the end of its back-off', limit: expires },
    unconfirmed: {
      what: "WeChat's event, silence, or someone",
      limit: '`expiresAt`: dead, its grant kept as spent',
    },
  },
  end: `A push in \`scheduled\`, \`parked\`, \`queued\` or \`retrying\` may be cancelled; in \`sending\` and \`unconfirmed\` it may be on its way
already, and the answer is 409. \`sent\` stays \`sent\`: what WeChat's event says later is in \`delivery\`. A \`dead\` push is over until
an operator replays it, or discards it (\`cancelled\`, reason \`discarded\`); one that was given up while nobody knew of its delivery
(reason \`unconfirmed\`, an operator's verdict, or a later attempt that WeChat refused) is \`sent\` once WeChat tells that it was delivered.
`,
};
