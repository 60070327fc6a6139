import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Tone } from './tone-tag.tsx';

/** One figure with its name; leads to what it counts. */
export function FigureCard(props: {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  tone?: Tone;
  to?: string;
}) {
  const { label, value, note, tone = 'calm', to } = props;
  const content = (
    <>
      <span className="figure-label">{label}</span>
      <span className={`figure-value figure-${tone}`}>{value}</span>
      {note !== undefined && <span className="figure-note">{note}</span>}
    </>
  );
  if (to === undefined) return <div className="figure-card">{content}</div>;
  return (
    <Link to={to} className="figure-card figure-link">
      {content}
    </Link>
  );
}
