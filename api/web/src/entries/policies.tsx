import 'weui/dist/style/widget/weui-button/weui-button.min.css';
import '../styles/base.css';
import '../styles/page.css';
import '../styles/form.css';
import { App } from '../policies/App';
import { start } from './start';

start(App);
