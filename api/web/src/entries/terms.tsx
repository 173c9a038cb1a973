import 'weui/dist/style/widget/weui-button/weui-button.min.css';
import '../styles/base.css';
import '../styles/page.css';
import { Terms } from '../pages/Terms';
import { start } from './start';

start(Terms);
