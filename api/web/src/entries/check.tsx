import 'weui/dist/style/widget/weui-button/weui-button.min.css';
import '../styles/base.css';
import '../styles/page.css';
import '../styles/cite.css';
import '../styles/choice.css';
import '../styles/check.css';
import { App } from '../check/App';
import { start } from './start';

start(App);
