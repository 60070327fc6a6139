import { Argument, type Command } from 'commander';
import type { Cli } from '../cli.ts';
import { candidatesOf } from '../completion/candidates-of.ts';
import { completionScripts } from '../completion/completion-scripts.ts';

type Shell = keyof typeof completionScripts;

export function addCompletionCommands(program: Command, cli: Cli): void {
  program
    .command('completion')
    .description('A script for your shell: `source <(yuexin completion bash)`')
    .addArgument(new Argument('<shell>').choices(Object.keys(completionScripts)))
    .action((shell: Shell) => cli.out.line(completionScripts[shell]));

  program
    .command('complete', { hidden: true })
    .description('what may come next; asked by the completion script')
    .allowUnknownOption()
    .helpOption(false)
    .argument('[words...]')
    .action((words: string[]) => {
      const candidates = candidatesOf(program, words);
      if (candidates.length > 0)
        cli.out.line(candidates.map(({ word, about }) => `${word}\t${about}`).join('\n'));
    });
}
