import { MoonOutlined, SunOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useTheme } from '../theme/theme-choice.tsx';

/** From light to dark and back. */
export function ThemeSwitch() {
  const { t } = useTranslation();
  const { isDark, choose } = useTheme();
  const label = isDark ? t('shell.toLight') : t('shell.toDark');
  return (
    <Button
      type="text"
      icon={isDark ? <SunOutlined /> : <MoonOutlined />}
      aria-label={label}
      title={label}
      onClick={() => choose(isDark ? 'light' : 'dark')}
    />
  );
}
