import { Page } from '../components/Page';

/** What the service is and is not, and how generated text is labelled. */
export function Terms() {
  return (
    <Page title="使用说明" back="/settings">
      <div class="prose">
        <h2>这是什么</h2>
        <p>
          本服务按已收录的政策原文回答问题、计算金额、帮助自测。每一句回答都标明依据的条款，点开可以看到原文。
        </p>
        <h2>请注意</h2>
        <ul>
          <li>回答和计算结果供参考，不是行政决定。是否符合条件、金额多少，以主管部门的认定为准。</li>
          <li>原文没有写的，会直接说明没有写，不作推测。</li>
          <li>政策可能更新，请留意原文页上的施行日期和状态。</li>
        </ul>
        <h2>内容标识说明</h2>
        <p>按照《人工智能生成合成内容标识办法》（2025年9月1日起施行），不同来源的文字分别标明：</p>
        <ul>
          <li>
            <span class="badge">政策原文</span> 逐字引用文件，没有改动。
          </li>
          <li>
            <span class="badge badge_ai">AI生成</span>{' '}
            由语言模型生成，逐句核对过依据。复制、保存图片和打印时都会带上这个标识。
          </li>
          <li>没有标识的说明文字，由工作人员编写或由计算规则得出。</li>
        </ul>
        <h2>需要人工服务</h2>
        <p>
          请拨打 <a href="tel:12333">12333</a>。
        </p>
      </div>
    </Page>
  );
}
