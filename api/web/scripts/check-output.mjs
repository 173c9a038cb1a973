// Holds what the built pages promise: small enough for a slow line, readable by old browsers, nothing inline,
// nothing from elsewhere. Run after each build; a broken promise fails it.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'acorn';

const out = resolve(import.meta.dirname, '../../static');
const CHAT_LIMIT_BYTES = 40 * 1024;
// Chrome 61 and Safari 11 read ES2017 with static imports, and know none of these.
const SYNTAX = 2017;
const TOO_NEW = [
  'allSettled',
  'findLast',
  'flat',
  'flatMap',
  'fromEntries',
  'globalThis',
  'hasOwn',
  'matchAll',
  'queueMicrotask',
  'randomUUID',
  'replaceAll',
  'replaceChildren',
  'structuredClone',
  'toSorted',
  'trimEnd',
  'trimStart',
  'finally',
  'ResizeObserver',
  'IntersectionObserver',
];
// CSS that those browsers ignore, and that a layout would fall apart without.
const CSS_TOO_NEW = [
  /\bgap:/,
  /\binset:/,
  /:is\(/,
  /:where\(/,
  /aspect-ratio:/,
  /\bclamp\(/,
  /[^-]\bmin\(/,
  /@layer/,
];

const faults = [];
const read = (path) => readFileSync(join(out, path), 'utf8');
const pages = readdirSync(out, { recursive: true })
  .map((path) => path.split(sep).join('/'))
  .filter((path) => path.endsWith('/index.html'))
  .map((path) => path.slice(0, -'/index.html'.length));

function assetsOf(page) {
  const html = read(`${page}/index.html`);
  return [...html.matchAll(/(?:src|href)="\/static\/([^"]+\.(?:js|css))"/g)].map((match) => match[1]);
}

for (const page of pages) {
  const html = read(`${page}/index.html`);
  if (/<script(?![^>]*\bsrc=)/.test(html)) faults.push(`${page}: an inline script`);
  if (/<style|\sstyle=/.test(html)) faults.push(`${page}: an inline style`);
  if (/(?:src|href)="(?:https?:)?\/\//.test(html)) faults.push(`${page}: an address elsewhere`);
}

for (const name of readdirSync(join(out, 'assets'))) {
  const path = `assets/${name}`;
  if (name.endsWith('.js')) checkScript(path);
  if (name.endsWith('.css')) checkStyle(path);
}

function checkScript(path) {
  const text = read(path);
  try {
    parse(text, {
      ecmaVersion: SYNTAX,
      sourceType: 'module',
      onToken: (token) => {
        if (token.type.label === 'name' && TOO_NEW.includes(token.value))
          faults.push(`${path}: ${token.value}`);
      },
    });
  } catch (error) {
    faults.push(`${path}: ${error.message}`);
  }
}

function checkStyle(path) {
  const text = read(path);
  for (const pattern of CSS_TOO_NEW) if (pattern.test(text)) faults.push(`${path}: ${pattern}`);
  if (/url\((?!["']?(?:data:|\/static\/|#))/.test(text)) faults.push(`${path}: an address elsewhere`);
}

for (const page of pages) {
  const sizes = assetsOf(page).map((path) => gzipSync(readFileSync(join(out, path)), { level: 9 }).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`${page.padEnd(16)} ${(total / 1024).toFixed(1)} KB gzip (JS + CSS)`);
  if (page === 'chat' && total > CHAT_LIMIT_BYTES)
    faults.push(`chat: ${total} bytes, over ${CHAT_LIMIT_BYTES}`);
}

if (faults.length) {
  console.error([...new Set(faults)].join('\n'));
  process.exit(1);
}
