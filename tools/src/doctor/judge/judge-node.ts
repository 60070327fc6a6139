import { failed, ok, warning, type Finding } from '../finding.ts';

const check = 'Node.js';

/** The day after which a release gets no security fixes, by its major version. */
const endsOn: Record<number, string> = {
  20: '2026-04-30',
  22: '2027-04-30',
  24: '2028-04-30',
  26: '2029-04-30',
};
const oldest = { major: 20, minor: 19 };

/** `version` as in `process.versions.node`. */
export function judgeNode({ version, now }: { version: string; now: Date }): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < oldest.major || (major === oldest.major && minor < oldest.minor)) {
    return failed(
      check,
      `${version} is too old: Yuexin needs ${oldest.major}.${oldest.minor} or newer.`,
      'Install the current LTS release.',
    );
  }
  const end = endsOn[major];
  if (end !== undefined && now > new Date(`${end}T23:59:59Z`)) {
    return warning(
      check,
      `${version} has had no security fixes since ${end}.`,
      'Move api and worker to the current LTS release.',
    );
  }
  if (major % 2 === 1) {
    return warning(
      check,
      `${version} is no long-term release.`,
      'Run api and worker on an LTS release.',
    );
  }
  return ok(check, `${version}.`);
}
