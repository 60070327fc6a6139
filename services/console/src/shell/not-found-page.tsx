import { Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Result
      status="404"
      title={<h1>{t('shell.notFound')}</h1>}
      subTitle={t('shell.notFoundHint')}
      extra={<Link to="/">{t('shell.toNow')}</Link>}
    />
  );
}
