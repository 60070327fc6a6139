/** Whether the process on this port (by default the api's) is ready, or answers another probe: exit 0, else 1 with the reason. */
const [port = process.env.API_PORT || '3000', probe = '/readyz'] = process.argv.slice(2);
const url = `http://127.0.0.1:${port}${probe}`;

try {
  const answer = await fetch(url, { signal: AbortSignal.timeout(4_000) });
  if (!answer.ok) throw new Error(`${answer.status} ${(await answer.text()).slice(0, 500)}`);
} catch (error) {
  console.error(`${url}: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
