import { type ComponentType, h, render } from 'preact';
import { applyDisplay, readDisplay } from '../lib/display';

/** Draws a page, the reader's text size applied first. */
export function start(Page: ComponentType): void {
  applyDisplay(readDisplay());
  const root = document.getElementById('app');
  if (root) render(h(Page, {}), root);
}
