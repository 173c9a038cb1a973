import { useEffect, useState } from 'preact/hooks';
import { Sheet } from '../components/Sheet';
import { device } from '../lib/storage';

const SHELF = 'policy.desk.keys';
const LIST = [
  ['/', '到搜索框'],
  ['↓ ↑', '在查到的内容中选择'],
  ['回车', '打开选中的内容；没有选中时直接提问'],
  ['Esc', '清空搜索框，关闭弹窗'],
  ['R', '复制口头答复'],
  ['S', '复制书面答复'],
  ['C', '计算器'],
  ['Z', '自测'],
  ['N', '通话记录'],
  ['Q', '等候人工的对话'],
  ['?', '打开这张表'],
];

function isOn(): boolean {
  return device.read<boolean>(SHELF) !== false;
}

function isTyping(target: EventTarget | null): boolean {
  const name = target instanceof HTMLElement ? target.tagName : '';
  return name === 'INPUT' || name === 'TEXTAREA' || name === 'SELECT';
}

/** Whether a key is meant for the desk: no sheet is open, nothing is being typed or Alt tells it apart. */
function isMeant(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.isComposing || document.querySelector('.sheet')) return false;
  return event.altKey || (isOn() && !isTyping(event.target));
}

/** Single keys, while nothing is being typed and they are not switched off; with Alt also while typing. */
export function useKeys(acts: { [key: string]: () => void }): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const act = acts[event.key.toLowerCase()];
      if (!act || !isMeant(event)) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
}

/** The list of keys, and the switch for them. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  const [on, setOn] = useState(isOn);
  const turn = () => {
    device.write(SHELF, !on);
    setOn(!on);
  };
  return (
    <Sheet title="快捷键" onClose={onClose}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">按键</th>
            <th scope="col">作用</th>
          </tr>
        </thead>
        <tbody>
          {LIST.map(([key, what]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="muted">正在输入时，字母键加 Alt 使用。</p>
      <label class="desk__switch">
        <input type="checkbox" checked={on} onChange={turn} /> 不加 Alt 也可以用单个按键
      </label>
    </Sheet>
  );
}
