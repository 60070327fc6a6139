import type { DatabaseFacts } from '@yuexin/storage';
import { failed, ok, warning, type Finding } from '../finding.ts';
import { judgeClock } from './judge-clock.ts';

const check = 'PostgreSQL';
const oldestNumber = 150_000;
const farMs = 10;

/** The server itself, its migrations and its clock; `where` names it. */
export function judgeDatabase(facts: DatabaseFacts, where: string): Finding[] {
  return [
    judgeServer(facts, where),
    ...worriesOf(facts),
    judgeClock({ whose: 'PostgreSQL', aheadMs: facts.clockAheadMs }),
    facts.schemaProblem === null
      ? ok('Migrations', 'All of this version are there.')
      : failed('Migrations', facts.schemaProblem, 'Run `npm run migrate` of this version.'),
  ];
}

function judgeServer(facts: DatabaseFacts, where: string): Finding {
  const { version, versionNumber, encoding, isStandby, roundTripMs } = facts;
  if (versionNumber < oldestNumber) {
    return failed(
      check,
      `${where} is version ${version}.`,
      'Yuexin needs 15 or newer: upgrade it.',
    );
  }
  if (encoding !== 'UTF8') {
    return failed(
      check,
      `The encoding of ${where} is ${encoding}, in which Chinese breaks.`,
      "Make the database anew: create database … encoding 'UTF8' template template0.",
    );
  }
  if (isStandby) {
    return failed(
      check,
      `${where} is a standby and takes no writes.`,
      'Let DATABASE_URL lead to the primary, or promote this one.',
    );
  }
  return ok(check, `${where}, version ${version}, answers in ${roundTripMs.toFixed(1)} ms.`);
}

function worriesOf({ isDurable, roundTripMs }: DatabaseFacts): Finding[] {
  return [
    ...(isDurable
      ? []
      : [
          warning(
            check,
            'fsync, full_page_writes or synchronous_commit is off: what was accepted may be lost with the machine.',
            'Turn all three on; a test machine may do without.',
          ),
        ]),
    ...(roundTripMs > farMs
      ? [
          warning(
            check,
            `It takes ${roundTripMs.toFixed(1)} ms to be asked something, which bounds how fast pushes go out.`,
            'Run api and worker in the same data centre as PostgreSQL.',
          ),
        ]
      : []),
  ];
}
