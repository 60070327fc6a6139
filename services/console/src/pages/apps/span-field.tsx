import { InputNumber, Select, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

const units = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
] as const;
type Unit = (typeof units)[number][0];

/** A span that people read in their own unit and the api in seconds; empty is none. */
export function SpanField(props: {
  id?: string;
  value?: number | null;
  onChange?: (seconds: number | null) => void;
}) {
  const { t } = useTranslation();
  const { id, value, onChange } = props;
  const [unit, setUnit] = useState<Unit>(() => unitFor(value));
  const size = sizeOf(unit);
  const amount = value === undefined || value === null ? null : value / size;
  const choose = (next: Unit): void => {
    setUnit(next);
    if (amount !== null) onChange?.(Math.round(amount * sizeOf(next)));
  };
  return (
    <Space.Compact>
      <InputNumber
        {...(id !== undefined && { id })}
        min={0}
        value={amount}
        className="span-field"
        onChange={(next) => onChange?.(next === null ? null : Math.round(next * size))}
      />
      <Select<Unit>
        aria-label={t('rules.unit')}
        value={unit}
        onChange={choose}
        options={units.map(([name]) => ({ value: name, label: t(`rules.units.${name}`) }))}
      />
    </Space.Compact>
  );
}

const sizeOf = (unit: Unit): number => units.find(([name]) => name === unit)?.[1] ?? 1;

/** The largest unit in which it is whole. */
const unitFor = (seconds: number | null | undefined): Unit =>
  units.find(([, size]) => seconds && seconds % size === 0)?.[0] ?? (seconds ? 'minutes' : 'hours');
