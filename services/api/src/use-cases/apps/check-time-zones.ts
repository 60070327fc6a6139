import { AppError } from '@yuexin/errors';
import type { SendingRules, Storage } from '@yuexin/storage';

/** The clocks are PostgreSQL's: a zone that only Node.js knows is refused, with every place that names it. */
export async function checkTimeZones(
  storage: { apps: Pick<Storage['apps'], 'findUnknownTimeZones'> },
  { quietHours, templates = [] }: SendingRules,
): Promise<void> {
  const named = [
    { pointer: '/quietHours/timeZone', timeZone: quietHours?.timeZone },
    ...templates.map((template, at) => ({
      ...{ pointer: `/templates/${at}/quietHours/timeZone` },
      timeZone: template.quietHours?.timeZone,
    })),
  ].flatMap(({ pointer, timeZone }) => (timeZone === undefined ? [] : [{ pointer, timeZone }]));
  if (named.length === 0) return;
  const unknown = await storage.apps.findUnknownTimeZones(named.map(({ timeZone }) => timeZone));
  const problems = named
    .filter(({ timeZone }) => unknown.includes(timeZone))
    .map(({ pointer, timeZone }) => ({
      ...{ pointer, rule: 'time-zone', actual: timeZone },
      message: 'is no time zone that the database knows',
    }));
  if (problems.length === 0) return;
  throw new AppError('invalid-request', {
    message: 'The rules name an unknown time zone: see `errors`.',
    problems,
  });
}
