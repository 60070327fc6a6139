import { SearchOutlined } from '@ant-design/icons';
import { Input, type InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { placeOfSearch } from './place-of-search.ts';

/** In a field, or in a dialog, which is before everything else. */
const isBusyWith = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
    target.closest('[role=dialog]') !== null);

/** `/` from anywhere; what was typed is told apart by its form. */
export function GlobalSearch() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const input = useRef<InputRef>(null);
  const [text, setText] = useState('');
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || isBusyWith(event.target)) return;
      event.preventDefault();
      input.current?.focus({ cursor: 'all' });
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  const go = (): void => {
    const place = placeOfSearch(text);
    if (place === null) return;
    void navigate(place.path, { state: place.state });
    setText('');
    input.current?.blur();
  };
  return (
    <search className="global-search">
      <Input
        ref={input}
        value={text}
        prefix={<SearchOutlined />}
        suffix={<kbd>/</kbd>}
        placeholder={t('search.placeholder')}
        aria-label={t('search.label')}
        maxLength={256}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={go}
      />
    </search>
  );
}
