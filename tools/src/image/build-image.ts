import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@yuexin/errors';
import type { Instruction, Stage } from './read-dockerfile.ts';

export type BuildInput = {
  stages: readonly Stage[];
  /** What would be sent to Docker: a clone. */
  root: string;
  /** Each stage gets a folder of its own in here, which is its `/`. */
  scratch: string;
  say: (line: string) => void;
};

/** Takes the steps of every stage in folders of this machine; resolves to the folder that is `/` of the last. */
export async function buildImage(input: BuildInput): Promise<string> {
  const context = path.join(input.scratch, 'context');
  copyContext(input.root, context);
  const roots = new Map<string, string>();
  let last = '';
  for (const [index, stage] of input.stages.entries()) {
    const folder = path.join(input.scratch, `stage-${String(index)}`);
    mkdirSync(path.join(folder, stage.workdir), { recursive: true });
    if (stage.name !== null) roots.set(stage.name, folder);
    for (const instruction of stage.instructions) {
      await take({ ...input, stage, instruction, folder, context, roots });
    }
    last = folder;
  }
  return last;
}

/** What git knows or would add, without what .dockerignore leaves out: those are all folders that git ignores, and two that it does not. */
function copyContext(root: string, to: string): void {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const files = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 });
  const ignored = readFileSync(path.join(root, '.dockerignore'), 'utf8').split('\n');
  for (const file of files.split('\0')) {
    const isLeftOut = ignored.includes(file.split('/')[0] ?? '');
    if (file === '' || isLeftOut || !existsSync(path.join(root, file))) continue;
    mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(to, file));
  }
}

type Step = BuildInput & {
  stage: Stage;
  instruction: Instruction;
  folder: string;
  context: string;
  roots: ReadonlyMap<string, string>;
};

async function take(step: Step): Promise<void> {
  const { stage, instruction, folder, say } = step;
  const cwd = path.join(folder, stage.workdir);
  if (instruction.kind === 'copy') {
    copy(step, instruction, cwd);
    return;
  }
  // Absolute folders of the image are folders of the stage here.
  const command = instruction.command.replace(
    / (\/\w+)/g,
    (_, place: string) => ` ${folder}${place}`,
  );
  say(`RUN ${instruction.command}`);
  const child = spawn('/bin/sh', ['-c', command], { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0)
    throw new AppError('unavailable', { message: `RUN ${instruction.command} failed.` });
}

function copy(step: Step, instruction: Extract<Instruction, { kind: 'copy' }>, cwd: string): void {
  const { from, sources, to } = instruction;
  const base = from === null ? step.context : (step.roots.get(from) ?? '');
  const target = to.startsWith('/') ? path.join(step.folder, to) : path.join(cwd, to);
  for (const source of sources) {
    const full = path.join(base, source);
    // A folder's content is copied, a file goes into a folder that is named with a slash.
    const isInto = !statSync(full).isDirectory() && (to.endsWith('/') || sources.length > 1);
    const place = isInto || to === './' ? path.join(target, path.basename(source)) : target;
    mkdirSync(path.dirname(place), { recursive: true });
    cpSync(full, statSync(full).isDirectory() ? target : place, {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
}
