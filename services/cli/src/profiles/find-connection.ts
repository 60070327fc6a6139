import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Profile, Profiles } from './profile-file.ts';

export type Connection = { url: string; apiKey: string };

/** What was said of the connection, strongest first: a flag, the environment, a profile. */
export type ConnectionSources = {
  profiles: () => Profiles;
  /** `--profile` or YUEXIN_PROFILE. */
  profileName: string | undefined;
  /** `--url` or YUEXIN_URL. */
  url: string | undefined;
  /** YUEXIN_API_KEY. */
  apiKey: string | undefined;
};

const begin = 'Run `yuexin profiles set <name> --url <url>`, or set YUEXIN_URL and YUEXIN_API_KEY.';

/**
 * Which api is meant, and the key for it. The key of a profile goes to that profile's address and to no other.
 * Throws CliError with the way out when one of them is missing.
 */
export function findConnection(sources: ConnectionSources): Connection {
  const { url, apiKey } = sources;
  if (url !== undefined && apiKey !== undefined) return { url, apiKey };
  const { name, profile } = chooseProfile(sources);
  if (url === undefined && profile === undefined)
    throw new CliError('It is not known where the api is.', { cure: begin });
  if (apiKey !== undefined) return { url: url ?? profile?.url ?? '', apiKey };
  if (url !== undefined && profile?.url !== url)
    throw new CliError(`There is no key for ${url}.`, {
      exitCode: exitCodes.key,
      cure: 'Set YUEXIN_API_KEY as well; the key of a profile is sent to its own address only.',
    });
  if (profile?.apiKey === undefined)
    throw new CliError(`The profile ${name} has no key.`, { exitCode: exitCodes.key, cure: begin });
  return { url: profile.url, apiKey: profile.apiKey };
}

function chooseProfile({ profiles, profileName }: ConnectionSources): {
  name: string;
  profile: Profile | undefined;
} {
  const kept = profiles();
  const name = profileName ?? kept.current ?? '';
  const profile = kept.profiles[name];
  if (profile === undefined && profileName !== undefined)
    throw new CliError(`There is no profile ${profileName}.`, {
      cure: '`yuexin profiles list` shows them.',
    });
  return { name, profile };
}
