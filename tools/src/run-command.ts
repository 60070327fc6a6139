import { reportConfigProblems, type LogConfig } from '@yuexin/config';
import { normaliseError } from '@yuexin/errors';
import { createLogger, type Logger } from '@yuexin/telemetry';

/**
 * A command that reads nothing but its environment: told what is wrong with that, or how the work failed, in words, and then ends with
 * exit code 1. `work` may set another.
 */
export async function runCommand<Config extends { log: LogConfig }>(
  name: string,
  loadConfig: (env: NodeJS.ProcessEnv) => Config,
  work: (config: Config, logger: Logger) => Promise<void>,
): Promise<void> {
  let config: Config;
  try {
    config = loadConfig(process.env);
  } catch (error) {
    process.stderr.write(reportConfigProblems(error));
    process.exitCode = 1;
    return;
  }
  try {
    await work(config, createLogger({ service: name, ...config.log }));
  } catch (error) {
    console.error(normaliseError(error).message);
    process.exitCode = 1;
  }
}
