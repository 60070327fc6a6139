import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';

/** A page that broke, or whose code could not be fetched (after an upgrade, or without a network). */
export function PageFailure() {
  const { t } = useTranslation();
  const error = useRouteError();
  const detail = error instanceof Error ? error.message : String(error);
  return (
    <Result
      status="error"
      title={<h1>{t('shell.pageFailed')}</h1>}
      subTitle={
        <>
          <p>{t('shell.pageFailedHint')}</p>
          <code>{detail}</code>
        </>
      }
      extra={<Button onClick={() => location.reload()}>{t('shell.reload')}</Button>}
    />
  );
}
