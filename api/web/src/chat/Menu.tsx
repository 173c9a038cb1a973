import { Icon } from '../components/Icon';
import { Sheet } from '../components/Sheet';

interface MenuProps {
  onAskHere: () => void;
  onPerson: () => void;
}

/** The bar of the four things that can be done here. */
export function Menu({ onAskHere, onPerson }: MenuProps) {
  return (
    <nav class="menu" aria-label="服务">
      <button type="button" class="menu__item" onClick={onAskHere}>
        问政策
      </button>
      <a class="menu__item" href="/calc">
        算一算
      </a>
      <a class="menu__item" href="/check">
        自测
      </a>
      <button type="button" class="menu__item" onClick={onPerson}>
        转人工
      </button>
    </nav>
  );
}

/** How to reach a person. */
export function PersonSheet({ onClose, onWrite }: { onClose: () => void; onWrite: (() => void) | null }) {
  return (
    <Sheet title="转人工" onClose={onClose}>
      <p>拨打人社服务热线，由工作人员为您解答。</p>
      <a class="weui-btn weui-btn_primary weui-btn_block sheet__action hotline" href="tel:12333">
        <Icon name="phone" />
        拨打 12333
      </a>
      {onWrite && (
        <button
          type="button"
          class="weui-btn weui-btn_default weui-btn_block sheet__action"
          onClick={() => {
            onWrite();
            onClose();
          }}
        >
          请工作人员在这里回复
        </button>
      )}
    </Sheet>
  );
}

/** Everything that is not the conversation itself. */
export function MoreSheet({ onClose, onClear }: { onClose: () => void; onClear: () => void }) {
  return (
    <Sheet title="更多" onClose={onClose}>
      <ul>
        <li>
          <a class="links__item" href="/policies">
            政策列表与搜索
          </a>
        </li>
        <li>
          <a class="links__item" href="/settings">
            字体大小与关怀模式
          </a>
        </li>
        <li>
          <button type="button" class="links__item" onClick={onClear}>
            删除聊天记录
          </button>
        </li>
        <li>
          <a class="links__item" href="/privacy">
            隐私说明
          </a>
        </li>
        <li>
          <a class="links__item" href="/terms">
            使用说明与标识说明
          </a>
        </li>
        <li>
          <a class="links__item" href="/m">
            简易版（不需要脚本）
          </a>
        </li>
      </ul>
    </Sheet>
  );
}
