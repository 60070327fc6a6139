import { Select } from 'antd';
import { useTranslation } from 'react-i18next';

/** What becomes of a push that meets a limit. */
export function ThenField(props: {
  id?: string;
  value?: string;
  onChange?: (value: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <Select
      {...props}
      className="then-field"
      options={(['hold', 'drop'] as const).map((value) => ({
        value,
        label: t(`rules.then.${value}`),
      }))}
    />
  );
}
