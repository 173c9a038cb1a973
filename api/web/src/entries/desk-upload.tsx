import 'weui/dist/style/widget/weui-button/weui-button.min.css';
import '../styles/base.css';
import '../styles/page.css';
import '../styles/form.css';
import '../styles/cite.css';
import '../styles/document.css';
import '../styles/desk.css';
import '../styles/upload.css';
import { Frame } from '../desk/Frame';
import { Upload } from '../desk/Upload';
import { start } from './start';

start(() => (
  <Frame title="收录政策" least="editor">
    {() => <Upload />}
  </Frame>
));
