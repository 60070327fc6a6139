import { useFormat } from '../i18n/use-format.ts';
import { useNow } from './use-now.ts';

const tickMs = 10_000;

/** When it was: exactly in place, how long ago on pointing at it, or the other way round. */
export function Instant({
  at,
  isRelative = false,
}: {
  at: string | null | undefined;
  isRelative?: boolean;
}) {
  const format = useFormat();
  const nowMs = useNow(tickMs);
  if (at === null || at === undefined) return <span className="quiet">{'–'}</span>;
  const exact = format.instant(at);
  // What came since the clock was read last is not in the future.
  const aheadMs = Date.parse(at) - nowMs;
  const ago = format.ago(at, aheadMs > 0 && aheadMs <= tickMs ? nowMs + aheadMs : nowMs);
  return (
    <time dateTime={at} title={isRelative ? exact : ago} className="figure">
      {isRelative ? ago : exact}
    </time>
  );
}
