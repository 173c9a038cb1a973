import { Page } from '../components/Page';

/** What is kept of a person, and for how long. */
export function Privacy() {
  return (
    <Page title="隐私说明" back="/settings">
      <div class="prose">
        <p>使用本服务不需要注册、登录，也不需要提供姓名、证件号码或电话。</p>
        <h2>我们保存什么</h2>
        <ul>
          <li>您的问题和得到的回答。保存前会先遮盖身份证号、手机号和银行卡号。</li>
          <li>一个随机的对话编号，用来让您可以接着问。它与您的身份无关。</li>
          <li>您点“有用”“没用”时留下的意见。</li>
        </ul>
        <p>这些内容最多保存 180 天，只用来回答问题和改进回答，到期自动删除。</p>
        <h2>保存在您手机上的</h2>
        <ul>
          <li>聊天记录和字体设置保存在您的手机里，随时可以在“设置”中清除。</li>
          <li>自测的答案只在本页打开期间保存，关闭页面就没有了，也不会出现在网址里。</li>
        </ul>
        <h2>我们不做什么</h2>
        <ul>
          <li>不使用广告和统计追踪，页面不连接其他网站。</li>
          <li>不根据您的提问识别您是谁。</li>
        </ul>
        <h2>您可以做什么</h2>
        <p>
          在<a href="/settings">设置</a>里点“清除我的数据”，会同时删除手机上和服务器上的记录。有疑问请拨打
          <a href="tel:12333">12333</a>。
        </p>
      </div>
    </Page>
  );
}
