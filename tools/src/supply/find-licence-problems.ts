import type { LockedPackage } from './read-locked-packages.ts';

/** Licences that let us ship a package with an MIT product. */
const permissive: ReadonlySet<string> = new Set([
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'Apache2'],
  ...['BlueOak-1.0.0', 'CC0-1.0', 'Unlicense', 'Python-2.0', 'Zlib'],
]);

/** Beside them, for tools that are never shipped: weak copyleft of files we do not change, and data. */
const forTools: ReadonlySet<string> = new Set(['MPL-2.0', 'CC-BY-4.0']);

/** One line for each package whose licence is not on the list, or that tells none. */
export function findLicenceProblems(packages: readonly LockedPackage[]): string[] {
  return packages
    .filter(({ licence, isShipped }) => !isAllowed(licence, isShipped))
    .map(
      ({ name, version, licence, isShipped }) =>
        `${name}@${version}: ${licence}${isShipped ? ', shipped' : ''}`,
    );
}

/** SPDX: of an OR one side must be allowed, of an AND (or a comma) every part. */
function isAllowed(licence: string, isShipped: boolean): boolean {
  const bare = licence.replaceAll(/[()]/g, '');
  return bare.split(' OR ').some((choice) =>
    choice
      .split(/ AND |,/)
      .map((part) => part.trim())
      .every((part) => permissive.has(part) || (!isShipped && forTools.has(part))),
  );
}
