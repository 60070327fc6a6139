import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** The page's name, what it is for, and what one can do here. */
export function PageHead(props: { title: string; hint?: ReactNode; extra?: ReactNode }) {
  const { t } = useTranslation();
  const { title, hint, extra } = props;
  useEffect(() => {
    document.title = `${title} · ${t('shell.product')}`;
  }, [title, t]);
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {hint !== undefined && <p className="quiet">{hint}</p>}
      </div>
      {extra !== undefined && <div className="page-tools">{extra}</div>}
    </header>
  );
}
