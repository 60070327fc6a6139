import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';

/** Nothing answered at the very beginning. */
export function Unreachable({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
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
