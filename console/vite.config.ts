import { defineConfig } from 'vitest/config';
import { widget } from './widget/build.ts';

/** Where `npm run dev` finds the API; by default the pretend one (`npm run pretend-api`). */
const api = process.env['HOLDFAST_API'] ?? 'http://127.0.0.1:8791';

export default defineConfig({
  base: './',
  plugins: [widget()],
  build: {
    target: 'es2022',
    // Everything is a file of our own origin: the content security policy allows neither data: nor inline code.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Two pages: the console, and the web chat that texters see; and the widget's script (widget/build.ts).
    rolldownOptions: { input: { console: 'index.html', chat: 'chat/index.html' } },
  },
  server: { host: '127.0.0.1', proxy: { '/api': api } },
  test: { environment: 'node', include: ['test/**/*.test.ts'], setupFiles: ['test/english.ts'] },
});
