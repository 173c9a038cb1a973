import 'weui/dist/style/widget/weui-button/weui-button.min.css';
import 'weui/dist/style/widget/weui-cell/weui-cell.min.css';
import 'weui/dist/style/widget/weui-cell/weui-switch.min.css';
import '../styles/base.css';
import '../styles/form.css';
import '../styles/choice.css';
import '../styles/page.css';
import { Settings } from '../pages/Settings';
import { start } from './start';

start(Settings);
