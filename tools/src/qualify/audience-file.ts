import { openidOf } from '../bench/yuexin/seed-ledger.ts';

const linesAtOnce = 200;

const lineOf = (openid: string): string =>
  `{"openid":"${openid}","variables":{"from":"【广州】","to":"【上海】"}}\n`;

/** Users 0 to count - 1, as lines of JSON that are made while they are sent. */
export function linesOf(count: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let number = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const end = Math.min(count, number + linesAtOnce);
      let lines = '';
      for (; number < end; number += 1) lines += lineOf(openidOf(number));
      if (lines !== '') controller.enqueue(encoder.encode(lines));
      if (number === count) controller.close();
    },
  });
}

/** A file in which hardly a line is good, and what has to be told of it: line, state, rule. */
export const faultyFile = {
  text: [
    lineOf(openidOf(0)),
    '{"openid":\n',
    lineOf('o-nobody-saw-me'),
    lineOf(openidOf(0)),
    `{"openid":"${openidOf(1)}","variables":{"from":"【广州】"}}\n`,
    `{"openid":"${'x'.repeat(20_000)}"}\n`,
    lineOf(openidOf(2)),
  ].join(''),
  told: [
    '2 invalid json',
    '3 invalid known-recipient',
    '4 duplicate of 1',
    '5 invalid required',
  ].concat('6 invalid too-long'),
  recipients: 2,
};
