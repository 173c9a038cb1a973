import { type Difference, effectOf, type Preview, type Touched } from './uploads';

const CHANGES: { [change in Difference['change']]: string } = {
  changed: '修改',
  added: '新增',
  removed: '删除',
};
const UNSTATED = '文件未标注';

/** A file as it would be held: what is known of it, what it changes, what that touches, and its text. */
export function UploadPreview({ preview }: { preview: Preview }) {
  const { metadata } = preview;
  const facts: [string, string | null][] = [
    ['文号', metadata.document_number],
    ['发文机关', metadata.issuers.join('、')],
    ['成文日期', metadata.written_on],
    ['公布日期', metadata.published_on],
    ['施行日期', metadata.effective_from],
    ['失效日期', metadata.effective_to],
    ['废止', metadata.repeals.map((stated) => stated.value).join('、')],
  ];
  return (
    <section aria-label="预览">
      <h2>《{preview.title}》</h2>
      <p>{effectOf(preview)}</p>
      {preview.notices.map((notice) => (
        <p class="notice" key={notice}>
          {notice}
        </p>
      ))}
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div class="facts__row" key={name}>
            <dt>{name}</dt>
            <dd class={value ? undefined : 'muted'}>{value || UNSTATED}</dd>
          </div>
        ))}
      </dl>
      <TouchedList touched={preview.touched} />
      <Differences differences={preview.differences} />
      <details class="upload__more">
        <summary>条文（{preview.clause_count}）</summary>
        {preview.clauses.map((clause) => (
          <p class="upload__clause" key={clause.path}>
            <strong>
              {clause.label}
              {clause.heading && `　${clause.heading}`}
            </strong>
            {'\n'}
            {clause.sentences.join('\n')}
          </p>
        ))}
      </details>
      <details class="upload__more">
        <summary>检索用的句子（{preview.passage_count}）</summary>
        <ol class="upload__list">
          {preview.passages.map((passage) => (
            <li key={passage.id}>
              {passage.label}：{passage.text} <span class="muted small">{passage.context}</span>
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}

function TouchedList({ touched }: { touched: Touched[] }) {
  if (!touched.length) return null;
  return (
    <>
      <h3>受影响的口径和规则（{touched.length}）</h3>
      <ul class="upload__list">
        {touched.map((one) => (
          <li key={`${one.kind} ${one.id} ${one.sentence_id}`}>
            <span class={one.is_broken ? 'badge badge_warn' : 'badge'}>
              {one.is_broken ? '必须修改' : '请核对'}
            </span>{' '}
            {one.kind === 'answer' ? '口径' : '规则'} {one.id}：{one.reason}
          </li>
        ))}
      </ul>
    </>
  );
}

function Differences({ differences }: { differences: Difference[] }) {
  if (!differences.length) return null;
  return (
    <>
      <h3>与原文本的不同（{differences.length}）</h3>
      <ul class="upload__list">
        {differences.map((one, index) => (
          <li key={index}>
            <strong>
              {one.label}　{CHANGES[one.change]}
            </strong>
            {one.before && (
              <p>
                <del class="upload__before">{one.before}</del>
              </p>
            )}
            {one.after && (
              <p>
                <ins class="upload__after">{one.after}</ins>
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
