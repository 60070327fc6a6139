import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { importGrants } from '../import-grants.ts';
import { appOption } from '../input/app-option.ts';

export function addGrantCommands(program: Command, cli: Cli): void {
  const grants = program.command('grants').description('Grants another system collected');

  grants
    .command('import')
    .description('bring presumed grants: CSV with openid,templateId[,count][,grantedAt]')
    .addOption(appOption())
    .argument('<file>', 'CSV in UTF-8; - is stdin')
    .option('--again <name>', 'count the same file once more, under this name')
    .option('--yes', 'do not ask')
    .action((file: string, given: { app: string; again?: string; yes?: true }) =>
      importGrants(cli, {
        ...{ appId: given.app, file, isYes: given.yes === true, again: given.again },
      }),
    );
}
