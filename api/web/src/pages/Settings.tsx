import { useState } from 'preact/hooks';
import { forget } from '../api/conversations';
import { loadHistory } from '../chat/history';
import { Page } from '../components/Page';
import { applyDisplay, type Display, readDisplay, SIZES, saveDisplay } from '../lib/display';
import { device, KEYS, session } from '../lib/storage';

const NAMES = ['标准', '大', '较大', '很大', '最大'];

/** Text size, care mode, and forgetting everything. */
export function Settings() {
  const [display, setDisplay] = useState(readDisplay);
  const change = (next: Display) => {
    saveDisplay(next);
    setDisplay(next);
  };
  return (
    <Page title="设置">
      <fieldset>
        <legend class="field__label">字体大小</legend>
        {SIZES.map((size, index) => (
          <label class="weui-cell choice" key={size}>
            <input
              type="radio"
              name="size"
              class="choice__input"
              checked={display.size === size}
              onChange={() => change({ ...display, size })}
            />
            <span>
              {NAMES[index]}（{size}）
            </span>
          </label>
        ))}
      </fieldset>
      <label class="weui-cell weui-cell_switch care">
        <span class="weui-cell__bd">
          关怀模式
          <span class="small muted care__about">字更大、颜色更深、按钮更好点</span>
        </span>
        <input
          type="checkbox"
          role="switch"
          class="weui-switch"
          checked={display.care}
          aria-checked={display.care}
          onChange={(event) => change({ ...display, care: event.currentTarget.checked })}
        />
      </label>
      <Forget
        onForgotten={() => {
          applyDisplay(readDisplay());
          setDisplay(readDisplay());
        }}
      />
      <ul class="rows">
        <li>
          <a class="rows__item" href="/privacy">
            <strong>隐私说明</strong>
          </a>
        </li>
        <li>
          <a class="rows__item" href="/terms">
            <strong>使用说明与标识说明</strong>
          </a>
        </li>
      </ul>
    </Page>
  );
}

/** Forgets what this device and the server keep of this person. */
async function forgetAll(): Promise<string> {
  const { conversationId } = loadHistory(device);
  for (const key of [KEYS.chat, KEYS.display, KEYS.check]) {
    device.remove(key);
    session.remove(key);
  }
  if (conversationId && !(await forget(conversationId))) {
    return '本机数据已清除；服务器上的记录没有删掉，请联网后再清除一次，或等它到期自动删除。';
  }
  return '已清除本机数据和服务器上的对话记录。';
}

function Forget({ onForgotten }: { onForgotten: () => void }) {
  const [said, setSaid] = useState('');
  const onClick = async () => {
    setSaid(await forgetAll());
    onForgotten();
  };
  return (
    <section>
      <button type="button" class="weui-btn weui-btn_default weui-btn_block" onClick={onClick}>
        清除我的数据
      </button>
      <p class="small muted about" role="status">
        {said || '清除本机的聊天记录、自测答案和设置，并删除服务器上的这段对话。'}
      </p>
    </section>
  );
}
