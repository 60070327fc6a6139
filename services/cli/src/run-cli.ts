import { createYuexinClient } from '@yuexin/client';
import { CommanderError } from 'commander';
import type { Cli } from './cli.ts';
import { CliError } from './cli-error.ts';
import { createProgram, type GlobalOptions } from './create-program.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { explainFailure } from './explain-failure.ts';
import { createAsker } from './input/create-asker.ts';
import { createOutput, type Output } from './output/create-output.ts';
import { findConnection } from './profiles/find-connection.ts';
import { profilePath, readProfiles } from './profiles/profile-file.ts';

export type CliProcess = {
  argv: readonly string[];
  env: NodeJS.ProcessEnv;
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
};

/** One run of the program; resolves to its exit code. A reader that goes away early, as `head` does, is no failure. */
export async function runCli({ argv, env, stdin, stdout, stderr }: CliProcess): Promise<ExitCode> {
  endWhenNobodyReads(stdout);
  endWhenNobodyReads(stderr);
  const leaving = new AbortController();
  const leave = (): void =>
    leaving.abort(new CliError('Interrupted.', { exitCode: exitCodes.interrupted }));
  process.once('SIGINT', leave);
  process.once('SIGTERM', leave);
  const globals = (): GlobalOptions => program.opts<GlobalOptions>();
  const { signal } = leaving;
  // A command line that cannot be read has no options yet.
  const isJson = (): boolean => globals().json === true || argv.includes('--json');
  const out = createOutput({ stdout, stderr, isJson });
  const cli: Cli = {
    ...{ out, env, signal, call: { signal }, asker: createAsker({ stdin, stderr, signal }) },
    client: () => openClient(globals(), env),
  };
  const program = createProgram(cli);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCodes.done;
  } catch (thrown) {
    return tell(out, thrown);
  } finally {
    process.off('SIGINT', leave);
    process.off('SIGTERM', leave);
  }
}

function openClient({ profile, url }: GlobalOptions, env: NodeJS.ProcessEnv) {
  const connection = findConnection({
    profiles: () => readProfiles(profilePath(env)),
    profileName: profile ?? orNone(env.YUEXIN_PROFILE),
    url: url ?? orNone(env.YUEXIN_URL),
    apiKey: orNone(env.YUEXIN_API_KEY),
  });
  const { url: baseUrl, apiKey } = connection;
  try {
    // A person waits: what is away is told soon.
    const limits = { attemptsMax: 3, timeoutMs: 15_000, totalTimeoutMs: 70_000 };
    return createYuexinClient({ baseUrl, apiKey, ...limits });
  } catch (error) {
    throw new CliError((error as Error).message.replace('baseUrl', 'The address of the api'));
  }
}

const orNone = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

function tell(out: Output, thrown: unknown): ExitCode {
  if (thrown instanceof CommanderError) return tellUsage(out, thrown);
  const { exitCode, message, cure, problem } = explainFailure(thrown);
  if (out.isJson())
    out.note(JSON.stringify({ exitCode, message, cure, ...(problem && { problem }) }));
  else out.note(cure === null ? message : `${message}\n${cure}`);
  return exitCode;
}

/** For people commander has told it already. */
function tellUsage(out: Output, { exitCode, code, message }: CommanderError): ExitCode {
  if (exitCode === 0) return exitCodes.done;
  const told = code === 'commander.help' ? 'A command is missing.' : message;
  if (out.isJson())
    out.note(
      JSON.stringify({
        ...{ exitCode: exitCodes.usage, message: told.replace(/^error: /, '') },
        cure: '--help shows what there is.',
      }),
    );
  return exitCodes.usage;
}

function endWhenNobodyReads(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(exitCodes.done);
  });
}
