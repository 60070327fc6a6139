import type { Audience } from '@yuexin/client';
import type { Cli } from './cli.ts';
import { CliError } from './cli-error.ts';
import { createProgressBar } from './output/progress-bar.ts';

/** Draws how far an audience is until it is done, or waits for a person; resolves to it. It goes on when we are interrupted, which is said. */
export async function followAudience(
  cli: Pick<Cli, 'client' | 'call' | 'out'>,
  id: string,
): Promise<Audience> {
  const bar = createProgressBar(cli.out, 'sending');
  let told: string | null = null;
  try {
    for await (const audience of cli.client().audiences.watch(id, { everyMs: 500 }, cli.call)) {
      const { progress, recipients, waitsFor, state } = audience;
      bar.show(progress.accepted + progress.refused, recipients);
      if (waitsFor !== null && waitsFor !== told) cli.out.note(`It waits: ${waitsFor}.`);
      told = waitsFor;
      if (state !== 'running' && state !== 'collecting') return audience;
    }
  } catch (error) {
    cli.out.note(`The audience goes on: \`yuexin audience watch ${id}\`, or end it with cancel.`);
    throw error;
  } finally {
    bar.end();
  }
  throw new CliError('The audience was not followed to its end.');
}
