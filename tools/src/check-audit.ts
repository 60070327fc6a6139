/** `npm run check:audit`: no advisory of high or above for what is shipped. Says so when the registry cannot be asked, and passes. */
import { spawn } from 'node:child_process';
import { repoRoot } from './local-stack/repo-root.ts';
import { judgeAudit } from './supply/judge-audit.ts';

const limitMs = 60_000;

function runAudit(): Promise<string> {
  return new Promise((resolve) => {
    const args = ['audit', '--omit=dev', '--json', '--fetch-retries=1', '--fetch-timeout=20000'];
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const child = spawn(npm, args, { cwd: repoRoot, timeout: limitMs });
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
    child.once('error', () => resolve(''));
    child.once('close', () => resolve(stdout));
  });
}

const verdict = judgeAudit(await runAudit());
if (verdict.kind === 'not-asked')
  console.log(`Audit: NOT MADE, the registry could not be asked (${verdict.why}).`);
else if (verdict.grave.length === 0)
  console.log(`Audit: nothing of high or above is known; ${String(verdict.lesser)} lesser.`);
else for (const one of verdict.grave) console.error(`Audit: ${one}`);
process.exitCode = verdict.kind === 'asked' && verdict.grave.length > 0 ? 1 : 0;
