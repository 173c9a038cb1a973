import { useEffect, useState } from 'preact/hooks';

/** Whether the device has a line; `onBack` runs when it returns. */
export function useOnline(onBack: () => void): boolean {
  const [online, setOnline] = useState(navigator.onLine !== false);
  useEffect(() => {
    const back = () => {
      setOnline(true);
      onBack();
    };
    const gone = () => setOnline(false);
    window.addEventListener('online', back);
    window.addEventListener('offline', gone);
    return () => {
      window.removeEventListener('online', back);
      window.removeEventListener('offline', gone);
    };
  }, []);
  return online;
}
