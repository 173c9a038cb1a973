import 'weui/dist/style/widget/weui-button/weui-button.min.css';
import '../styles/base.css';
import '../styles/sheet.css';
import '../styles/calculation.css';
import '../styles/cite.css';
import '../styles/document.css';
import '../styles/chat.css';
import { render } from 'preact';
import { App } from '../chat/App';
import { Conversation } from '../chat/conversation';
import { browserPorts } from '../chat/ports';
import { applyDisplay, followViewport, readDisplay } from '../lib/display';

applyDisplay(readDisplay());
followViewport();
const conversation = new Conversation(browserPorts);
const root = document.getElementById('app');
if (root) render(<App conversation={conversation} />, root);
conversation.resume();
