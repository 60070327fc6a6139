import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { addPushMaking } from './push-make.ts';
import { addPushReading } from './push-read.ts';
import { addPushSettling } from './push-settle.ts';

export function addPushCommands(program: Command, cli: Cli): void {
  const push = program.command('push').description('Send messages, and see what became of them');
  addPushMaking(push, cli);
  addPushReading(push, cli);
  addPushSettling(push, cli);
}
