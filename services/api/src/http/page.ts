const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that may stand anywhere in HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}

const style = `
  :root { color-scheme: light dark; --ink: #10241b; --soft: #5b6f66; --line: #dfe8e3; --paper: #f6faf8; --card: #fff; --leaf: #07a35a; }
  @media (prefers-color-scheme: dark) { :root { --ink: #e6f2ec; --soft: #93a99e; --line: #24362d; --paper: #0d1612; --card: #14211b; --leaf: #2fd07f; } }
  * { box-sizing: border-box; }
  body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, -apple-system, "PingFang SC", "Noto Sans CJK SC", sans-serif; }
  main { max-width: 44rem; margin: 0 auto; padding: 4rem 1.5rem; }
  a { color: var(--leaf); }
  .brand { color: var(--leaf); font-weight: 600; text-decoration: none; letter-spacing: .02em; }
  h1 { font-size: 2rem; line-height: 1.2; margin: 1.5rem 0 .75rem; }
  h2 { font-size: .8rem; letter-spacing: .08em; text-transform: uppercase; color: var(--soft); margin: 2rem 0 .25rem; }
  p { margin: 0 0 1rem; }
  code { font: .9em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, monospace; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .1em .4em; }
  pre { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .9rem 1.1rem; margin: .4rem 0 1rem; white-space: pre-wrap; overflow-wrap: anywhere; font: .85rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
  section { border-top: 1px solid var(--line); margin-top: 2.5rem; }
  section h1 { font-size: 1.5rem; }
  .tags { display: flex; gap: .5rem; flex-wrap: wrap; }
  .tag { border: 1px solid var(--line); background: var(--card); border-radius: 99px; padding: .15rem .8rem; font-size: .85rem; color: var(--soft); }
  ul { list-style: none; padding: 0; margin: 0; border: 1px solid var(--line); border-radius: 12px; background: var(--card); overflow: hidden; }
  li + li { border-top: 1px solid var(--line); }
  li a { display: flex; justify-content: space-between; gap: 1rem; padding: .7rem 1rem; text-decoration: none; color: inherit; }
  li a:hover { background: var(--paper); }
`;

/** A small page of ours; `body` is HTML already. */
export function renderPage({ title, body }: { title: string; body: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)} · Yuexin</title>
<style>${style}</style>
</head>
<body><main><a class="brand" href="/docs">约信 Yuexin</a>${body}</main></body>
</html>
`;
}
