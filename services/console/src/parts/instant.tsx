import { useFormat } from '../i18n/use-format.ts';
import { useNow } from './use-now.ts';

/** When it was: exactly in place, how long ago on pointing at it, or the other way round. */
export function Instant({
  at,
  isRelative = false,
}: {
  at: string | null | undefined;
  isRelative?: boolean;
}) {
  const format = useFormat();
  const nowMs = useNow(10_000);
  if (at === null || at === undefined) return <span className="quiet">{'–'}</span>;
  const exact = format.instant(at);
  const ago = format.ago(at, nowMs);
  return (
    <time dateTime={at} title={isRelative ? exact : ago} className="figure">
      {isRelative ? ago : exact}
    </time>
  );
}
