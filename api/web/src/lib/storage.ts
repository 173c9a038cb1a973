/** What is kept on the device. Where the browser denies storage, it lives as long as the page. */

const memory: { [key: string]: string } = {};

function area(kind: 'localStorage' | 'sessionStorage'): Storage | null {
  try {
    // Reading the property alone throws where storage is denied.
    return window[kind];
  } catch {
    return null;
  }
}

export interface Shelf {
  read<T>(key: string): T | null;
  /** False where the value could be kept in memory only. */
  write(key: string, value: unknown): boolean;
  remove(key: string): void;
}

function shelf(kind: 'localStorage' | 'sessionStorage'): Shelf {
  return {
    read<T>(key: string): T | null {
      let text: string | null = null;
      try {
        const store = area(kind);
        text = store ? store.getItem(key) : null;
      } catch {
        text = null;
      }
      try {
        return JSON.parse(text || memory[kind + key] || 'null') as T | null;
      } catch {
        return null;
      }
    },
    write(key, value) {
      const text = JSON.stringify(value);
      try {
        const store = area(kind);
        if (store) {
          store.setItem(key, text);
          return true;
        }
      } catch {
        // Full or denied: the memory copy below still serves this page.
      }
      memory[kind + key] = text;
      return false;
    },
    remove(key) {
      delete memory[kind + key];
      try {
        area(kind)?.removeItem(key);
      } catch {
        // Denied storage holds nothing to remove.
      }
    },
  };
}

/** Kept on the device until it is cleared. */
export const device = shelf('localStorage');
/** Kept until the page is closed. */
export const session = shelf('sessionStorage');

export const KEYS = { chat: 'policy.chat', display: 'policy.display', check: 'policy.check' };
