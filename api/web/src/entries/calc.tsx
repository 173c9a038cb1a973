import 'weui/dist/style/widget/weui-button/weui-button.min.css';
import '../styles/base.css';
import '../styles/page.css';
import '../styles/form.css';
import '../styles/cite.css';
import '../styles/calculation.css';
import '../styles/sheet.css';
import { App } from '../calc/App';
import { start } from './start';

start(App);
