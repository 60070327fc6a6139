import { createRoot } from 'react-dom/client';
import { Console } from './console.tsx';
import './theme/styles.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');
createRoot(root).render(<Console />);
