import 'weui/dist/style/widget/weui-button/weui-button.min.css';
import '../styles/base.css';
import '../styles/page.css';
import '../styles/form.css';
import '../styles/cite.css';
import '../styles/calculation.css';
import '../styles/sheet.css';
import '../styles/desk.css';
import { Frame } from '../desk/Frame';
import { Questions } from '../desk/Questions';
import { start } from './start';

start(() => (
  <Frame title="待处理的问题" least="editor">
    {(user) => <Questions user={user} />}
  </Frame>
));
