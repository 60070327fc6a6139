import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

/** Where the api is while one works on the pages (`npm run dev`). */
const apiUrl = process.env.YUEXIN_API_URL ?? 'http://127.0.0.1:3000';

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: 'dist',
    // The strict policy of these pages forbids what is inlined.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    reportCompressedSize: false,
  },
  server: {
    proxy: {
      '/v1': apiUrl,
      '/console/queues': apiUrl,
      '/problems': apiUrl,
      '/docs': apiUrl,
    },
  },
});
