import 'weui/dist/style/widget/weui-button/weui-button.min.css';
import '../styles/base.css';
import '../styles/page.css';
import '../styles/document.css';
import { App } from '../clause/App';
import { start } from './start';

start(App);
