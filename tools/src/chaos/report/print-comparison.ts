import { findDoubled } from '../audit/find-doubled.ts';
import { findLost } from '../audit/find-lost.ts';
import { findStuck } from '../audit/find-stuck.ts';
import type { NaiveResult } from '../naive/run-naive.ts';
import type { ChaosOutcome } from '../run-chaos.ts';
import { printTable } from './print-report.ts';

/** What a caller loses with each of the two under the same seed. */
export function printComparison(input: {
  print: (line: string) => void;
  ours: ChaosOutcome;
  naive: NaiveResult;
}): void {
  const { print, ours, naive } = input;
  const { facts } = ours;
  const sent = new Set(facts.sends.map((send) => send.tag)).size;
  const waiting = facts.pushes.filter((push) => push.state === 'parked').length;
  const rows: readonly [string, number, number][] = [
    ['accepted (202)', facts.accepted.length, naive.accepted],
    ['sent by WeChat', sent, naive.sent],
    ['lost or never ended', findLost(facts).length + findStuck(facts).length, naive.lost],
    ['sent twice', findDoubled(facts).length, naive.doubled],
    ['given up for want of a grant', 0, naive.withoutGrant],
    ['waiting for a grant', waiting, 0],
  ];
  print('\nSide by side, same seed');
  printTable(print, [
    ['', 'Yuexin', 'naive'],
    ...rows.map(([name, one, other]) => [name, String(one), String(other)]),
  ]);
}
