import { Select } from 'antd';

/** Addresses and ranges, written or pasted one after the other. */
export function AddressesField(props: {
  id?: string;
  value?: string[];
  onChange?: (value: string[]) => void;
}) {
  return (
    <Select
      {...props}
      mode="tags"
      open={false}
      allowClear
      maxCount={50}
      tokenSeparators={[',', ' ', ';', '\n']}
      placeholder={example}
    />
  );
}

const example = '203.0.113.7, 10.0.0.0/8';
