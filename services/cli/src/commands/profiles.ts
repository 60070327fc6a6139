import { InvalidArgumentError, type Command } from 'commander';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { profilePath, readProfiles, writeProfiles } from '../profiles/profile-file.ts';

/** Which api, and the key for it, under a name. Keys are kept readable by their owner only, and never shown. */
export function addProfileCommands(program: Command, cli: Cli): void {
  const profiles = program.command('profiles').description('Addresses and keys of apis, by name');
  const file = (): string => profilePath(cli.env);
  addSet({ program, profiles, cli, file });
  addList({ profiles, cli, file });
  addChoosing({ profiles, cli, file });
}

type Family = { profiles: Command; cli: Cli; file: () => string };

function addSet({ program, profiles, cli, file }: Family & { program: Command }): void {
  profiles
    .command('set')
    .description('keep an address and its key, and use them from now on; asks for the key')
    .argument('<name>', 'such as production', readName)
    .option('--secret-stdin', 'read the key from stdin')
    .action(async (name: string, { secretStdin }: { secretStdin?: true }) => {
      const { url } = program.opts<{ url?: string }>();
      if (url === undefined) throw new CliError('--url is missing.');
      if (!/^https?:\/\/[^/]/i.test(url))
        throw new CliError(`${url} is no address.`, {
          cure: 'Such as https://yuexin.example.com.',
        });
      const apiKey = await cli.asker.readSecret('API key', { isPiped: secretStdin === true });
      const kept = readProfiles(file());
      const all = { ...kept.profiles, [name]: { url, apiKey } };
      writeProfiles(file(), { current: name, profiles: all });
      cli.out.done(
        { name, url, hasKey: true, isCurrent: true },
        `${name} is kept in ${file()} and in use.`,
      );
    });
}

function addList({ profiles, cli, file }: Family): void {
  profiles
    .command('list')
    .description('show them, without their keys')
    .action(() => {
      const { current, profiles: kept } = readProfiles(file());
      const shown = Object.entries(kept).map(([name, { url, apiKey }]) => ({
        ...{ name, url, hasKey: apiKey !== undefined, isCurrent: name === current },
      }));
      if (cli.out.isJson()) cli.out.json(shown);
      else if (shown.length === 0) cli.out.note('There is none yet: `yuexin profiles set`.');
      else
        cli.out.table(
          ['', 'NAME', 'URL', 'KEY'],
          shown.map(({ name, url, hasKey, isCurrent }) => [
            ...[isCurrent ? '*' : '', name, url, hasKey ? 'kept' : 'none'],
          ]),
        );
    });
}

function addChoosing({ profiles, cli, file }: Family): void {
  profiles
    .command('use')
    .description('use this one from now on')
    .argument('<name>')
    .action((name: string) => {
      const { kept, profile } = requireProfile(file(), name);
      writeProfiles(file(), { ...kept, current: name });
      const { url, apiKey } = profile;
      const shown = { name, url, hasKey: apiKey !== undefined, isCurrent: true };
      cli.out.done(shown, `${name} is in use.`);
    });

  profiles
    .command('remove')
    .description('forget one, with its key')
    .argument('<name>')
    .action((name: string) => {
      const { kept } = requireProfile(file(), name);
      const rest = Object.fromEntries(
        Object.entries(kept.profiles).filter(([one]) => one !== name),
      );
      const current = kept.current === name ? null : kept.current;
      writeProfiles(file(), { current, profiles: rest });
      cli.out.done({ name, isRemoved: true }, `${name} is forgotten.`);
    });
}

function readName(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be letters, digits, dots, - and _.');
}

function requireProfile(file: string, name: string) {
  const kept = readProfiles(file);
  const profile = Object.hasOwn(kept.profiles, name) ? kept.profiles[name] : undefined;
  if (profile !== undefined) return { kept, profile };
  throw new CliError(`There is no profile ${name}.`, {
    cure: '`yuexin profiles list` shows them.',
  });
}
