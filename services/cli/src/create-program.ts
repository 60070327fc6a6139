import { Command } from 'commander';
import type { Cli } from './cli.ts';
import { addAlarmCommands } from './commands/alarms.ts';
import { addAppCommands } from './commands/apps.ts';
import { addAuditCommand } from './commands/audit.ts';
import { addCallbackCommands } from './commands/callbacks.ts';
import { addCompletionCommands } from './commands/completion.ts';
import { addDeadLetterCommands } from './commands/dead-letters.ts';
import { addGrantCommands } from './commands/grants.ts';
import { addKeyCommands } from './commands/keys.ts';
import { addProfileCommands } from './commands/profiles.ts';
import { addPushCommands } from './commands/push.ts';
import { addReplayCommands } from './commands/replays.ts';
import { addTemplateCommands } from './commands/templates.ts';
import { addUserCommands } from './commands/users.ts';
import { addWebhookCommands } from './commands/webhooks.ts';
import { exitCodeMeanings } from './exit-codes.ts';

export type GlobalOptions = { profile?: string; url?: string; json?: true };

/** A family of commands for each noun; one more noun is one more line. */
const families = [
  addProfileCommands,
  addAppCommands,
  addKeyCommands,
  addTemplateCommands,
  addPushCommands,
  addDeadLetterCommands,
  addReplayCommands,
  addUserCommands,
  addGrantCommands,
  addWebhookCommands,
  addCallbackCommands,
  addAuditCommand,
  addAlarmCommands,
  addCompletionCommands,
] as const;

/** The command line, as commander reads it. Throws CommanderError instead of ending the process. */
export function createProgram(cli: Cli): Command {
  const program = new Command('yuexin')
    .description('Operates Yuexin 约信: apps, templates, pushes, dead letters, grants.')
    .option('--profile <name>', 'the profile to use (YUEXIN_PROFILE)')
    .option('--url <url>', 'where the api is (YUEXIN_URL); its key comes from YUEXIN_API_KEY')
    .option('--json', 'answer in JSON, for scripts')
    .addHelpText('after', `\nExit codes:\n${exitCodeLines()}`)
    .showHelpAfterError('(--help shows what there is)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => cli.out.line(text.trimEnd()),
      // In JSON the failure is told once, as a document.
      writeErr: (text) => {
        if (!cli.out.isJson()) cli.out.note(text.trimEnd());
      },
    });
  for (const add of families) add(program, cli);
  return program;
}

function exitCodeLines(): string {
  return exitCodeMeanings
    .map(([code, meaning]) => `  ${String(code).padStart(3)}  ${meaning}`)
    .join('\n');
}
