import { afterEach, describe, expect, it, vi } from 'vitest';
import { applyDisplay, followViewport, readDisplay, saveDisplay } from './display';

afterEach(() => {
  localStorage.clear();
  vi.unstubAllGlobals();
});

describe('display', () => {
  it('is kept, and sizes the root in percent so that the browser’s own text size still counts', () => {
    saveDisplay({ size: 30, care: false });
    expect(readDisplay()).toEqual({ size: 30, care: false });
    expect(document.documentElement.style.fontSize).toBe('187.5%');
  });

  it('is never smaller than 20 pixels in care mode', () => {
    applyDisplay({ size: 17, care: true });
    expect(document.documentElement.style.fontSize).toBe('125%');
    expect(document.body.getAttribute('data-weui-mode')).toBe('care');
  });

  it('falls back to the standard where what is kept makes no sense', () => {
    localStorage.setItem('policy.display', '{"size":900,"care":"yes"}');
    expect(readDisplay()).toEqual({ size: 17, care: false });
  });
});

describe('followViewport', () => {
  it('shrinks the page to what the keyboard leaves, and ignores a pinch', () => {
    const listeners: { [name: string]: () => void } = {};
    const view = {
      height: 844,
      offsetTop: 0,
      scale: 1,
      addEventListener: (name: string, listener: () => void) => {
        listeners[name] = listener;
      },
    };
    vi.stubGlobal('visualViewport', view);
    followViewport();
    view.height = 500;
    view.offsetTop = 60;
    listeners.resize?.();
    const style = document.documentElement.style;
    expect(style.getPropertyValue('--app-height')).toBe('500px');
    expect(style.getPropertyValue('--app-top')).toBe('60px');
    view.scale = 2;
    view.height = 250;
    listeners.resize?.();
    expect(style.getPropertyValue('--app-height')).toBe('500px');
  });
});
