import type { ComponentChildren } from 'preact';
import type { Loaded } from './useLoaded';

interface Props<T> {
  loaded: Loaded<T>;
  children: (value: T) => ComponentChildren;
}

/** What was loaded, or a line that says it is coming, or why it did not and a way to try again. */
export function Outcome<T>({ loaded, children }: Props<T>) {
  if (loaded.value !== null) return <>{children(loaded.value)}</>;
  if (!loaded.error) {
    return (
      <p class="muted" role="status">
        正在读取…
      </p>
    );
  }
  return (
    <div class="notice notice_error" role="alert">
      <p>{loaded.error}</p>
      <button type="button" class="weui-btn weui-btn_default" onClick={loaded.reload}>
        再试一次
      </button>
    </div>
  );
}
