import type { RuleFile } from '../../src/alerts/read-rules.ts';

/** How much faster the qualification lives than production. */
const pace = 12;
/** Some sweeps run once a minute, in the qualification too: their window must hold two runs. */
const paceOf = (alert: string): number => (alert === 'YuexinSweepStands' ? 5 : pace);

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

const scaleDuration = (text: string, faster: number): string =>
  text.replace(/(\d+)([smh])/g, (_, count: string, unit: keyof typeof unitMs) => {
    const ms = (Number(count) * unitMs[unit]) / faster;
    return `${Math.round(ms)}ms`;
  });

/** Bounds of what is measured in seconds of waiting. */
const waits = /((?:_wait_seconds|_lag_seconds)\)? > )(\d+)/g;

/**
 * The deployed rules with every time in them a twelfth: ranges, `for`, and the bounds of waits. A minute of a fault is five
 * seconds then; what is no time (shares, numbers, the bounds of latency) stays.
 */
export function scaleRules({ groups }: RuleFile): RuleFile {
  return {
    groups: groups.map(({ name, rules }) => ({
      name,
      rules: rules.map(({ expr, for: lasting, ...rule }) => ({
        ...rule,
        expr: expr
          .replace(
            /\[(\w+)\]/g,
            (_, range: string) => `[${scaleDuration(range, paceOf(rule.alert))}]`,
          )
          .replace(
            waits,
            (_, before: string, bound: string) => before + String(Number(bound) / pace),
          ),
        ...(lasting !== undefined && { for: scaleDuration(lasting, paceOf(rule.alert)) }),
      })),
    })),
  };
}
