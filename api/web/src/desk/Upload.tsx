import { useState } from 'preact/hooks';
import { Labelled } from './Frame';
import { UploadPreview } from './UploadPreview';
import { correct, type Preview, type Published, previewOf, publish } from './uploads';

const KINDS = '.docx,.pdf,.html,.htm,.txt,.md,.png,.jpg,.jpeg';
const DONE: { [result in Published['result']]: string } = {
  added: '已收录',
  updated: '已更新',
  unchanged: '没有变化，不用更新',
  skipped: '没有收录',
};

/** A file looked at before it is published, then published, then its facts put right. */
export function Upload() {
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [done, setDone] = useState<Published | null>(null);
  const [busy, setBusy] = useState('');
  const [fault, setFault] = useState('');
  const run = <T,>(words: string, work: Promise<T>, then: (found: T) => void) => {
    setBusy(words);
    setFault('');
    work.then(then, (error: Error) => setFault(error.message)).then(() => setBusy(''));
  };
  const choose = (chosen: File | null) => {
    setFile(chosen);
    setPreview(null);
    setDone(null);
    if (chosen) run('正在读取文件……', previewOf(chosen), setPreview);
  };
  return (
    <>
      <div class="field">
        <label class="field__label" for="file">
          选择文件（Word、PDF、网页、文本）
        </label>
        <input
          id="file"
          class="field__box"
          type="file"
          accept={KINDS}
          disabled={!!busy}
          onChange={(event) => choose(event.currentTarget.files?.[0] || null)}
        />
      </div>
      <p role="status">{busy}</p>
      {fault && (
        <p class="notice notice_error" role="alert">
          {fault}
        </p>
      )}
      {done && <Outcome done={done} />}
      {file && preview && !done && !preview.is_same && (
        <button
          type="button"
          class="weui-btn weui-btn_primary"
          disabled={!!busy}
          onClick={() => run('正在发布，长文件要一两分钟……', publish(file), setDone)}
        >
          发布
        </button>
      )}
      {preview && <UploadPreview preview={preview} />}
      {(done || preview?.is_same) && preview && (
        <Correction policyId={done?.policy_id || preview.policy_id} />
      )}
    </>
  );
}

function Outcome({ done }: { done: Published }) {
  return (
    <p class="notice" role="status">
      {DONE[done.result]}：<a href={`/clause/${encodeURIComponent(done.policy_id)}`}>《{done.title}》</a>
      {done.supersedes && (
        <>
          ，替代
          <a href={`/clause/${encodeURIComponent(done.supersedes)}`}>上一版本</a>
        </>
      )}
      {done.message && `。${done.message}`}
    </p>
  );
}

const FIELDS: [string, string][] = [
  ['title', '标题'],
  ['document_number', '文号'],
  ['issuers', '发文机关（用顿号隔开）'],
  ['written_on', '成文日期（2025-01-31）'],
  ['published_on', '公布日期（2025-01-31）'],
  ['effective_from', '施行日期（2025-01-31）'],
  ['effective_to', '失效日期（2025-01-31）'],
  ['region', '适用地区'],
  ['topics', '主题（用顿号隔开）'],
];

/** One fact of a policy put right by a person; it outlives every later reading of the file. */
function Correction({ policyId }: { policyId: string }) {
  const [field, setField] = useState('effective_from');
  const [value, setValue] = useState('');
  const [said, setSaid] = useState('');
  const submit = (event: Event) => {
    event.preventDefault();
    correct(policyId, field, value).then(
      () => setSaid('已更正，以后重新收录也不会变回去。'),
      (error: Error) => setSaid(error.message),
    );
  };
  return (
    <form onSubmit={submit}>
      <h2>更正文件信息</h2>
      <div class="field">
        <label class="field__label" for="field">
          要更正的一项
        </label>
        <select
          id="field"
          class="field__box"
          value={field}
          onChange={(event) => setField(event.currentTarget.value)}
        >
          {FIELDS.map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <Labelled
        id="value"
        label="正确的内容（文件没有写的留空）"
        value={value}
        onValue={setValue}
        maxLength={500}
      />
      <button type="submit" class="weui-btn weui-btn_default">
        更正
      </button>
      <p role="status">{said}</p>
    </form>
  );
}
