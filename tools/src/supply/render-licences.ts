import { format } from 'prettier';
import { renderMarkdownTable } from '../report/render-markdown-table.ts';
import type { LockedPackage } from './read-locked-packages.ts';

/** docs/licences.md: what is shipped, package by package, and a count of the rest. */
export function renderLicences(packages: readonly LockedPackage[]): Promise<string> {
  const shipped = packages.filter(({ isShipped }) => isShipped);
  const tools = packages.filter(({ isShipped }) => !isShipped);
  const table = renderMarkdownTable(
    ['package', 'version', 'licence'],
    shipped.map(({ name, version, licence }) => [`\`${name}\``, version, licence]),
  );
  const text = `# Licences

Written by \`npm run docs\` from \`package-lock.json\`; \`npm run check\` fails when it is not current, or when a licence is not on the list
in [find-licence-problems.ts](../tools/src/supply/find-licence-problems.ts). A bill of materials (CycloneDX) is written by \`npm run --silent sbom\`.

Yuexin itself is MIT.

## Shipped

${String(shipped.length)} packages run in production, some of them on some platforms only: ${countByLicence(shipped)}.

${table}

## Tools

${String(tools.length)} more build, test and measure, and are never shipped: ${countByLicence(tools)}.
`;
  return format(text, { parser: 'markdown', printWidth: 100 });
}

function countByLicence(packages: readonly LockedPackage[]): string {
  const counts = new Map<string, number>();
  for (const { licence } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  return [...counts]
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .map(([licence, count]) => `${licence} ${String(count)}`)
    .join(', ');
}
