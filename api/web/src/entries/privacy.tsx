import 'weui/dist/style/widget/weui-button/weui-button.min.css';
import '../styles/base.css';
import '../styles/page.css';
import { Privacy } from '../pages/Privacy';
import { start } from './start';

start(Privacy);
