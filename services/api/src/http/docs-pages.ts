import { createRequire } from 'node:module';
import { Router } from 'express';
import { docsStyle } from './docs-style.ts';
import { contextOf } from './request-context.ts';

/** The one script of the reference page, served from the installed package: the page needs no other host. */
const require = createRequire(import.meta.url);
const scriptPath = require.resolve('rapidoc');

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Yuexin API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/reference.css">
<script type="module" src="/docs/rapidoc.js"></script>
<style>
  body { margin: 0; background: #fff; }
  rapi-doc { width: 100%; height: 100vh; }
  rapi-doc::part(section-navbar) { border-right: 1px solid #e3ece7; }
  .brand { font: 600 18px/1 system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif; color: #07a35a; padding: 18px 16px 10px; }
</style>
</head>
<body>
<rapi-doc
  spec-url="/openapi.json"
  css-file="reference.css"
  render-style="focused"
  theme="light"
  primary-color="#07a35a"
  text-color="#10241b"
  nav-bg-color="#f6faf8"
  nav-text-color="#2b4438"
  nav-hover-bg-color="#e4f3eb"
  nav-hover-text-color="#067a44"
  nav-accent-color="#07a35a"
  regular-font='system-ui, -apple-system, "PingFang SC", "Noto Sans CJK SC", sans-serif'
  mono-font='ui-monospace, "SF Mono", Menlo, Consolas, monospace'
  load-fonts="false"
  show-header="false"
  show-method-in-nav-bar="as-colored-text"
  use-path-in-nav-bar="false"
  allow-spec-file-load="false"
  allow-spec-file-download="false"
  schema-style="table"
  schema-description-expanded="true"
  default-schema-tab="schema"
  response-area-height="360px"
  sort-endpoints-by="none"
  persist-auth="false"
  allow-server-selection="false"
>
  <div slot="nav-logo" class="brand">约信 Yuexin API</div>
</rapi-doc>
</body>
</html>
`;

/** /openapi.json and the reference page that shows it. The document is made once, when it is first asked for. */
export function createDocsPages({ openApi }: { openApi: () => object }): Router {
  const router = Router();
  let document: string | undefined;
  router.get('/openapi.json', (_request, response) => {
    contextOf(response).route = '/openapi.json';
    document ??= JSON.stringify(openApi());
    response.type('json').send(document);
  });
  router.get('/docs', (_request, response) => {
    contextOf(response).route = '/docs';
    response.type('html').send(page);
  });
  router.get('/docs/reference.css', (_request, response) => {
    contextOf(response).route = '/docs/reference.css';
    response.type('css').send(docsStyle);
  });
  router.get('/docs/rapidoc.js', (_request, response) => {
    contextOf(response).route = '/docs/rapidoc.js';
    response.sendFile(scriptPath, { maxAge: '1d' });
  });
  return router;
}
