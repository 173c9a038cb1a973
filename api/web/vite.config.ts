import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;

/** Every folder with an index.html is a page of its own, and so is one below it: adding one is adding a folder. */
function pagesIn(folder: string): [string, string][] {
  return readdirSync(resolve(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(resolve(root, folder, entry.name, 'index.html')))
    .map((entry) => (folder ? `${folder}/${entry.name}` : entry.name))
    .reduce<[string, string][]>(
      (found, name) => found.concat([[name, resolve(root, name, 'index.html')]], pagesIn(name)),
      [],
    );
}
const pages = pagesIn('');

const api = process.env.POLICY_DEV_API ?? 'http://127.0.0.1:8000';

/** The licences of what the pages are built from, beside them as those licences ask. */
function licences(): Plugin {
  const files = ['preact/LICENSE', 'weui/LICENSE.txt', 'uplot/LICENSE'];
  return {
    name: 'licences',
    generateBundle() {
      const source = files.map(
        (file) => `${file}\n\n${readFileSync(resolve(root, 'node_modules', file), 'utf8')}`,
      );
      this.emitFile({ type: 'asset', fileName: 'licenses.txt', source: source.join('\n\n') });
    },
  };
}

export default defineConfig({
  plugins: [licences()],
  base: '/static/',
  appType: 'mpa',
  build: {
    outDir: '../static',
    emptyOutDir: true,
    target: ['chrome61', 'safari11'],
    cssTarget: ['chrome61', 'safari11'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: Object.fromEntries(pages) },
  },
  server: { proxy: { '/api': api } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'] },
});
