import { useEffect, useState } from 'preact/hooks';
import { type Place, placeOf } from '../api/policies';

const ROOT = '/clause/';

/** The place that the page's address names: `/clause/{policy}/{path}#{n}`. */
export function placeOfAddress(pathname: string, hash: string): Place {
  let rest = pathname.slice(ROOT.length).replace(/\/$/, '');
  try {
    rest = decodeURIComponent(rest);
  } catch {
    // A broken escape names nothing that is held; it is looked up as it stands, and not found.
  }
  return placeOf(/^#\d+$/.test(hash) ? rest + hash : rest);
}

/** The place in the address, kept up with when its fragment changes. */
export function usePlace(): Place {
  const read = () => placeOfAddress(location.pathname, location.hash);
  const [place, setPlace] = useState(read);
  useEffect(() => {
    const follow = () => /^#\d+$/.test(location.hash) && setPlace(read());
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return place;
}
