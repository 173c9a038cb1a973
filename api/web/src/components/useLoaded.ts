import { useEffect, useState } from 'preact/hooks';

export interface Loaded<T> {
  value: T | null;
  error: string;
  reload: () => void;
}

interface Held<T> {
  /** What it was loaded for: another key must never be shown this value, not even for one drawing. */
  key: string | null;
  value: T | null;
  error: string;
}

/** What `load` gives, or the reason it did not. `key` says when to load again; null means not yet. */
export function useLoaded<T>(load: () => Promise<T>, key: string | null): Loaded<T> {
  const [held, setHeld] = useState<Held<T>>({ key: null, value: null, error: '' });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (key === null) return;
    let wanted = true;
    setHeld({ key, value: null, error: '' });
    load().then(
      (value) => wanted && setHeld({ key, value, error: '' }),
      (error: Error) => wanted && setHeld({ key, value: null, error: error.message }),
    );
    return () => {
      wanted = false;
    };
  }, [key, tries]);
  const reload = () => setTries(tries + 1);
  return held.key === key
    ? { value: held.value, error: held.error, reload }
    : { value: null, error: '', reload };
}
