/** How the program ends, for scripts. What each means is shown by `yuexin --help` and in docs/cli.md. */
export const exitCodes = {
  done: 0,
  fault: 1,
  usage: 2,
  refused: 3,
  key: 4,
  notFound: 5,
  conflict: 6,
  away: 7,
  no: 8,
  notConfirmed: 9,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodeMeanings: readonly (readonly [ExitCode, string])[] = [
  [exitCodes.done, 'Done.'],
  [exitCodes.fault, 'A fault of this program.'],
  [
    exitCodes.usage,
    'The command line, a file or a profile is wrong; nothing was asked of the api.',
  ],
  [exitCodes.refused, 'The api refused the input; every problem of it is printed.'],
  [exitCodes.key, 'No key, one that is not valid, or one that may not do this.'],
  [exitCodes.notFound, 'There is no such thing, or the key may not see it.'],
  [exitCodes.conflict, 'The state does not allow it.'],
  [exitCodes.away, 'The api, or WeChat behind it, is not there or overloaded: try again later.'],
  [
    exitCodes.no,
    'The answer is no: the data does not fit, the push would be refused, was not sent.',
  ],
  [exitCodes.notConfirmed, 'You said no, or nobody was there to ask (--yes says yes).'],
  [exitCodes.interrupted, 'Interrupted (Ctrl-C).'],
];
