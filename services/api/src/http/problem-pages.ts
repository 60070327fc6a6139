import { AppError, type ErrorCode } from '@yuexin/errors';
import { Router } from 'express';
import { problemOf, statusOfCode } from './error-handler.ts';
import { escapeHtml, renderPage } from './page.ts';
import { problemCatalog } from './problem-catalog.ts';
import { problemCatalogZh } from './problem-catalog-zh.ts';
import { contextOf } from './request-context.ts';

const isCode = (text: string): text is ErrorCode => Object.hasOwn(problemCatalog, text);

/** Escaped, with `…` as code. */
const prose = (text: string): string => escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');

function exampleOf(code: ErrorCode): string {
  const error = new AppError(code, { message: problemCatalog[code].meaning });
  return JSON.stringify(problemOf(error, '0b4c3a2e-7f57-4f0e-9d0c-0a8f6c1d2e3f'), null, 2);
}

function renderProblem(code: ErrorCode): string {
  const entry = problemCatalog[code];
  const zh = problemCatalogZh[code];
  const retry = entry.isRetryable ? 'may be sent again' : 'will not succeed unchanged';
  return renderPage({
    title: entry.title,
    body: `<h1>${prose(entry.title)}</h1>
<div class="tags"><span class="tag"><code>${code}</code></span><span class="tag">HTTP ${statusOfCode[code]}</span><span class="tag">${retry}</span></div>
<h2>What it means</h2><p>${prose(entry.meaning)}</p>
<h2>What to do</h2><p>${prose(entry.whatToDo)}</p>
<h2>As it is answered</h2><pre>${escapeHtml(exampleOf(code))}</pre>
<section lang="zh-CN">
<h1>${prose(zh.title)}</h1>
<h2>含义</h2><p>${prose(zh.meaning)}</p>
<h2>怎么办</h2><p>${prose(zh.whatToDo)}</p>
</section>
<p><a href="/problems">All problems</a></p>`,
  });
}

function renderIndex(): string {
  const rows = Object.entries(problemCatalog).map(
    ([code, entry]) =>
      `<li><a href="/problems/${code}"><span>${prose(entry.title)} · ${prose(problemCatalogZh[code as ErrorCode].title)}</span><code>${code}</code></a></li>`,
  );
  return renderPage({ title: 'Problems', body: `<h1>Problems</h1><ul>${rows.join('\n')}</ul>` });
}

/** The pages that `type` of a problem document points to. */
export function createProblemPages(): Router {
  const router = Router();
  router.get('/problems', (_request, response) => {
    contextOf(response).route = '/problems';
    response.type('html').send(renderIndex());
  });
  router.get('/problems/:code', (request, response) => {
    contextOf(response).route = '/problems/{code}';
    const { code } = request.params;
    if (!isCode(code)) throw new AppError('not-found', { message: 'There is no such problem.' });
    response.type('html').send(renderProblem(code));
  });
  return router;
}
