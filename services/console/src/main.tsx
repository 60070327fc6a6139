import { createRoot } from 'react-dom/client';
import { Console } from './console.tsx';
import { createI18n, readLanguage } from './i18n/create-i18n.ts';
import './theme/styles.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
// Better in Chinese than not at all.
void createI18n(readLanguage(localStorage))
  .catch(() => createI18n('zh'))
  .then((texts) => createRoot(root).render(<Console texts={texts} />));
