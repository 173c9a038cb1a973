import 'weui/dist/style/widget/weui-button/weui-button.min.css';
import '../styles/base.css';
import '../styles/page.css';
import '../styles/form.css';
import '../styles/cite.css';
import '../styles/calculation.css';
import '../styles/choice.css';
import '../styles/check.css';
import '../styles/sheet.css';
import '../styles/desk.css';
import { Desk } from '../desk/Desk';
import { Frame } from '../desk/Frame';
import { start } from './start';

start(() => (
  <Frame title="热线工作台" least="agent">
    {() => <Desk />}
  </Frame>
));
