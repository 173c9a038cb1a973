import { useEffect, useState } from 'preact/hooks';

export interface Loaded<T> {
  value: T | null;
  error: string;
  reload: () => void;
}

/** What `load` gives, or the reason it did not. `key` says when to load again; null means not yet. */
export function useLoaded<T>(load: () => Promise<T>, key: string | null): Loaded<T> {
  const [state, setState] = useState<{ value: T | null; error: string }>({ value: null, error: '' });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (key === null) return;
    let wanted = true;
    setState({ value: null, error: '' });
    load().then(
      (value) => wanted && setState({ value, error: '' }),
      (error: Error) => wanted && setState({ value: null, error: error.message }),
    );
    return () => {
      wanted = false;
    };
  }, [key, tries]);
  return { ...state, reload: () => setTries(tries + 1) };
}
