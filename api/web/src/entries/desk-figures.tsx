import 'weui/dist/style/widget/weui-button/weui-button.min.css';
import 'uplot/dist/uPlot.min.css';
import '../styles/base.css';
import '../styles/page.css';
import '../styles/form.css';
import '../styles/cite.css';
import '../styles/calculation.css';
import '../styles/sheet.css';
import '../styles/desk.css';
import { Figures } from '../desk/Figures';
import { Frame } from '../desk/Frame';
import { start } from './start';

start(() => (
  <Frame title="统计" least="editor">
    {() => <Figures />}
  </Frame>
));
