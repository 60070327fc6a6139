/** `npm run qualify:alerts`: each alert fires in its fault, on a real Prometheus beside a real stack; some ten minutes. */
process.env.YUEXIN_QUALIFY = '1';
process.argv.push('--selectProjects', 'qualify', '--testPathPatterns', 'alerts.qualify');
await import('./test.mjs');
