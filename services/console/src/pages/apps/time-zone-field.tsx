import { AutoComplete } from 'antd';
import { useMemo } from 'react';

/** A zone by its IANA name; what the browser does not know may be written all the same: the api knows. */
export function TimeZoneField(props: {
  id?: string;
  value?: string;
  onChange?: (value: string) => void;
}) {
  const options = useMemo(() => Intl.supportedValuesOf('timeZone').map((value) => ({ value })), []);
  return (
    <AutoComplete
      {...props}
      className="zone-field"
      options={options}
      showSearch={{ filterOption: (text, option) => matches(text, option?.value ?? '') }}
    />
  );
}

const matches = (text: string, zone: string): boolean =>
  zone.toLowerCase().includes(text.trim().toLowerCase());
