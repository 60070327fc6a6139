import {
  ConflictError,
  ConnectionError,
  ForbiddenError,
  InvalidRequestError,
  NotFoundError,
  ProblemError,
  RateLimitedError,
  TimeoutError,
  UnauthenticatedError,
  UnavailableError,
  UnreadableAnswerError,
  type Problem,
} from '@yuexin/client';
import { CliError } from './cli-error.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';

/** A failure as it is told: what happened, what to do, how the program ends. */
export type Failure = {
  exitCode: ExitCode;
  message: string;
  cure: string | null;
  problem?: Problem;
};

type Told = Pick<Failure, 'exitCode'> & { cure: string | null };

const checkAddress =
  'Is the api running, and is the address right? See `yuexin profiles list`, YUEXIN_URL and --url.';
const checkKey =
  'Give a valid key: `yuexin profiles set <name> --url <url>` asks for it, or set YUEXIN_API_KEY.';

/** By the first class that fits: narrower ones stand before wider ones. */
const kinds: readonly (readonly [abstract new (...given: never[]) => Error, Told])[] = [
  [UnauthenticatedError, { exitCode: exitCodes.key, cure: checkKey }],
  [
    ForbiddenError,
    { exitCode: exitCodes.key, cure: 'Use a key with that scope: `yuexin keys list` shows them.' },
  ],
  [
    NotFoundError,
    { exitCode: exitCodes.notFound, cure: 'Check the id, and which apps the key is bound to.' },
  ],
  [ConflictError, { exitCode: exitCodes.conflict, cure: null }],
  [InvalidRequestError, { exitCode: exitCodes.refused, cure: null }],
  [RateLimitedError, { exitCode: exitCodes.away, cure: 'Try again later.' }],
  [UnavailableError, { exitCode: exitCodes.away, cure: 'Try again later.' }],
  [ProblemError, { exitCode: exitCodes.refused, cure: null }],
  [ConnectionError, { exitCode: exitCodes.away, cure: checkAddress }],
  [TimeoutError, { exitCode: exitCodes.away, cure: checkAddress }],
  [UnreadableAnswerError, { exitCode: exitCodes.away, cure: checkAddress }],
];

/** What is said of anything thrown. What nobody foresaw is a fault of this program, told in full. */
export function explainFailure(thrown: unknown): Failure {
  if (thrown instanceof CliError)
    return { exitCode: thrown.exitCode, message: thrown.message, cure: thrown.cure };
  const known = kinds.find(([Kind]) => thrown instanceof Kind);
  if (known === undefined || !(thrown instanceof Error))
    return {
      exitCode: exitCodes.fault,
      message: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
      cure: 'This is a fault of yuexin: please report it.',
    };
  const [, told] = known;
  if (!(thrown instanceof ProblemError)) return { ...told, message: thrown.message };
  return { ...told, message: sayProblem(thrown), problem: thrown.problem };
}

function sayProblem({ summary, errors, code, requestId }: ProblemError): string {
  return [
    summary,
    ...errors.map(
      ({ pointer, message }) => `  ${pointer === '' ? 'the body' : pointer}  ${message}`,
    ),
    `  (${code}, request ${requestId})`,
  ].join('\n');
}
