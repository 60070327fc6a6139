import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { needOfAddress } from '../session/page-needs.ts';
import { useMay } from '../session/session-context.tsx';

/** A link for who may open the page it leads to; for others its text. */
export function PageLink(props: {
  to: string;
  title?: string;
  className?: string;
  children: ReactNode;
}) {
  const { to, children, ...rest } = props;
  const mayOpen = useMay(needOfAddress(to) ?? 'push:read');
  if (!mayOpen) return <span {...rest}>{children}</span>;
  return (
    <Link to={to} {...rest}>
      {children}
    </Link>
  );
}
