/** `npm run doctor`: whether Node.js, the environment, PostgreSQL, the queue and WeChat are right, and what to do; exit 1 when something failed. */
import { judgeNode } from './doctor/judge/judge-node.ts';
import { renderFindings, worstOf } from './doctor/render-findings.ts';

async function main(): Promise<number> {
  const now = new Date();
  const nodeVersion = process.versions.node;
  const node = judgeNode({ version: nodeVersion, now });
  if (node.status === 'failed') {
    console.log(renderFindings([node]));
    return 1;
  }
  // Only now: what a Node.js that is too old could not even load.
  const { readDoctorOptions } = await import('./doctor/read-doctor-options.ts');
  const { runDoctor } = await import('./doctor/run-doctor.ts');
  const options = readDoctorOptions(process.argv.slice(2));
  const checks = [node, ...(await runDoctor({ env: process.env, options }))];
  const status = worstOf(checks);
  console.log(
    options.isJson ? JSON.stringify({ status, checks }, null, 2) : renderFindings(checks),
  );
  return status === 'failed' ? 1 : 0;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return 1;
});
