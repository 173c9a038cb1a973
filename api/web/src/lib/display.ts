import { device, KEYS } from './storage';

export interface Display {
  /** Body text in pixels at the browser's own text size. */
  size: number;
  care: boolean;
}

export const SIZES = [17, 20, 23, 26, 30];
const DEFAULT: Display = { size: 17, care: false };
const CARE_SIZE = 20;
const BROWSER_SIZE = 16;

export function readDisplay(): Display {
  const kept = device.read<Partial<Display>>(KEYS.display) || {};
  const size = SIZES.indexOf(kept.size || 0) >= 0 ? (kept.size as number) : DEFAULT.size;
  return { size, care: kept.care === true };
}

/** Puts a display choice on the page, before anything is drawn. */
export function applyDisplay(display: Display): void {
  const size = display.care ? Math.max(display.size, CARE_SIZE) : display.size;
  // Percent, so that a text size set in the browser itself still counts.
  document.documentElement.style.fontSize = `${(size / BROWSER_SIZE) * 100}%`;
  if (display.care) document.body.setAttribute('data-weui-mode', 'care');
  else document.body.removeAttribute('data-weui-mode');
}

export function saveDisplay(display: Display): void {
  device.write(KEYS.display, display);
  applyDisplay(display);
}

/** Follows the visible part of the window: on iOS the keyboard covers the page instead of shrinking it. */
export function followViewport(): void {
  const view = window.visualViewport;
  if (!view) return;
  const root = document.documentElement;
  const follow = () => {
    // A pinch zoom also changes the height, and must not squeeze the page.
    if (Math.abs(view.scale - 1) > 0.01) return;
    root.style.setProperty('--app-height', `${Math.round(view.height)}px`);
    root.style.setProperty('--app-top', `${Math.round(view.offsetTop)}px`);
  };
  view.addEventListener('resize', follow);
  view.addEventListener('scroll', follow);
  follow();
}
