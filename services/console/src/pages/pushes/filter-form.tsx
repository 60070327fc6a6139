import { Button, DatePicker, Form, Grid, Input, Select } from 'antd';
import { pushStates } from '@yuexin/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppSelect } from '../../parts/app-select.tsx';
import { reasonCodes } from '../../parts/say-reason.ts';
import { spanOf, timesOf, type FilterSpan } from './filter-span.ts';
import type { PushFilter } from './push-filter.ts';

type Fields = Omit<PushFilter, 'from' | 'to'> & { phone?: string; span?: FilterSpan | null };

/** What one knows of a push. Enter searches. */
export function FilterForm(props: {
  filter: PushFilter;
  phone: string | undefined;
  onSearch: (filter: PushFilter, phone: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const { filter, phone, onSearch } = props;
  const { md = true } = Grid.useBreakpoint();
  const [isOpen, setOpen] = useState(false);
  const { from, to, ...plain } = filter;
  const span = spanOf({ ...(from !== undefined && { from }), ...(to !== undefined && { to }) });
  const initial: Fields = {
    ...plain,
    ...(phone !== undefined && { phone }),
    ...(span !== undefined && { span }),
  };
  const search = ({ phone: asked, span: chosen, ...rest }: Fields): void => {
    onSearch({ ...rest, ...timesOf(chosen) }, asked?.trim() === '' ? undefined : asked?.trim());
  };
  const field = (name: 'openid' | 'phone' | 'bizId' | 'templateId' | 'errcode' | 'rid') => (
    <Form.Item name={name} label={t(`pushes.by.${name}`)}>
      <Input allowClear autoComplete="off" />
    </Form.Item>
  );
  return (
    <Form<Fields>
      layout="vertical"
      className={md || isOpen ? 'filter' : 'filter filter-short'}
      initialValues={initial}
      onFinish={search}
      aria-label={t('pushes.filter')}
    >
      <Form.Item name="appId" label={t('parts.app')}>
        <AppField />
      </Form.Item>
      <Form.Item name="state" label={t('push.state')}>
        <Select
          mode="multiple"
          allowClear
          maxTagCount="responsive"
          options={pushStates.map((state) => ({ value: state, label: t(`state.${state}`) }))}
        />
      </Form.Item>
      {field('phone')}
      {field('openid')}
      {field('bizId')}
      {field('templateId')}
      {field('errcode')}
      {field('rid')}
      <Form.Item name="reason" label={t('pushes.by.reason')}>
        <Select
          allowClear
          showSearch
          options={reasonCodes.map((code) => ({ value: code, label: code }))}
        />
      </Form.Item>
      <Form.Item name="span" label={t('pushes.by.time')} className="filter-wide">
        <DatePicker.RangePicker showTime allowEmpty={[true, true]} />
      </Form.Item>
      <div className="filter-buttons">
        <Button type="primary" htmlType="submit">
          {t('pushes.search')}
        </Button>
        <Button onClick={() => onSearch({}, undefined)}>{t('pushes.clear')}</Button>
        {!md && (
          <Button type="text" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? t('pushes.fewer') : t('pushes.moreFields')}
          </Button>
        )}
      </div>
    </Form>
  );
}

/** What a form gives its field: a value and who is told of another. */
function AppField(props: { value?: string; onChange?: (appId: string | undefined) => void }) {
  return <AppSelect allowsAll value={props.value} onChange={(appId) => props.onChange?.(appId)} />;
}
