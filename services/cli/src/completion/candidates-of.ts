import type { Command, Option } from 'commander';

export type Candidate = { word: string; about: string };

/** What may stand in place of the last word, given the ones before it: commands, options, or the choices of an option. */
export function candidatesOf(program: Command, words: readonly string[]): Candidate[] {
  const before = words.slice(0, -1);
  const last = words.at(-1) ?? '';
  const command = before.reduce((at, word) => findCommand(at, word) ?? at, program);
  const options = [...command.options, ...program.options];
  const named = before.at(-1) ?? '';
  const asking = options.find((option) => option.long === named && takesValue(option));
  const candidates =
    asking !== undefined
      ? (asking.argChoices ?? []).map((word) => ({ word, about: '' }))
      : last.startsWith('-')
        ? options.map((option) => ({ word: option.long ?? '', about: option.description }))
        : [...commandsOf(command), ...argumentsOf(command)];
  return candidates.filter(({ word }) => word.startsWith(last));
}

const findCommand = (command: Command, word: string): Command | undefined =>
  command.commands.find((one) => one.name() === word);

const takesValue = (option: Option): boolean => option.required || option.optional;

function commandsOf(command: Command): Candidate[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((one) => ({ word: one.name(), about: one.description() }));
}

function argumentsOf(command: Command): Candidate[] {
  const choices = command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices);
  return choices.map((word) => ({ word, about: '' }));
}
