import { useEffect, useState } from 'preact/hooks';
import { type Action, staff } from './api';
import { moment } from './moment';

/** What members of staff did, newest first. */
export function Audit() {
  const [actions, setActions] = useState<Action[]>([]);
  const [more, setMore] = useState(true);
  const [fault, setFault] = useState('');
  const load = () => {
    const last = actions[actions.length - 1];
    staff<{ actions: Action[] }>(`/audit${last ? `?before=${last.id}` : ''}`).then(
      (found) => {
        setActions(actions.concat(found.actions));
        setMore(found.actions.length > 0);
      },
      (error: Error) => setFault(error.message),
    );
  };
  useEffect(load, []);
  return (
    <>
      {fault && (
        <p class="notice notice_error" role="alert">
          {fault}
        </p>
      )}
      <table class="table">
        <thead>
          <tr>
            <th scope="col">时间</th>
            <th scope="col">谁</th>
            <th scope="col">做了什么</th>
            <th scope="col">对象</th>
            <th scope="col">内容</th>
          </tr>
        </thead>
        <tbody>
          {actions.map((one) => (
            <tr key={one.id}>
              <td>{moment(one.at)}</td>
              <td>{one.actor}</td>
              <td>{one.action}</td>
              <td>{one.target}</td>
              <td>{one.detail}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more && (
        <button type="button" class="weui-btn weui-btn_default" onClick={load}>
          更早的
        </button>
      )}
    </>
  );
}
