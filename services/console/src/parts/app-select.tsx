import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useApps } from '../session/use-apps.ts';

/** Chooses one app of those the session may see; with `allowsAll` also none in particular. */
export function AppSelect(props: {
  value: string | undefined;
  onChange: (appId: string | undefined) => void;
  allowsAll?: boolean;
}) {
  const { t } = useTranslation();
  const apps = useApps();
  return (
    <Select
      className="app-select"
      aria-label={t('parts.app')}
      value={props.value ?? ''}
      onChange={(appId) => props.onChange(appId === '' ? undefined : appId)}
      options={[
        ...(props.allowsAll === true ? [{ value: '', label: t('parts.allApps') }] : []),
        ...apps.map(({ appId, name }) => ({ value: appId, label: name === '' ? appId : name })),
      ]}
    />
  );
}
