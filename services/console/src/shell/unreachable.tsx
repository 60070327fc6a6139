import { Button, Result } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

const everyMs = 5_000;

/** Nothing answered at the very beginning; it is asked again by itself. */
export function Unreachable({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  useEffect(() => {
    const timer = setInterval(onRetry, everyMs);
    return () => clearInterval(timer);
  }, [onRetry]);
  return (
    <main>
      <Result
        status="warning"
        title={t('shell.unreachable')}
        subTitle={t('shell.unreachableHint')}
        extra={<Button onClick={onRetry}>{t('shell.tryAgain')}</Button>}
      />
    </main>
  );
}
