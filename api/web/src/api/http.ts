/** One way to call the server: JSON in, JSON out, and errors that a citizen can read. */

export interface FieldErrors {
  [field: string]: string;
}

/** What went wrong with a call; `message` is Chinese and may be shown as it is. */
export class ApiError extends Error {
  constructor(
    message: string,
    /** The HTTP status; 0 where no answer came. */
    readonly status: number,
    /** Seconds to wait before trying again, where the server says so. */
    readonly retryAfter: number | null = null,
    readonly fields: FieldErrors = {},
  ) {
    super(message);
    // Built for browsers whose classes are lowered, where instanceof would fail without it.
    Object.setPrototypeOf(this, ApiError.prototype);
  }
}

const BY_STATUS: { [status: number]: string } = {
  404: '没有找到您要的内容。',
  413: '内容太长了，请缩短后再发。',
  429: '问得太快了，请稍等一会儿再试。',
  503: '现在使用的人多，请稍后再试。',
  504: '等待时间太长，请稍后再试。',
};

export const OFFLINE_TEXT = '网络不通，请检查网络后再试。';
export const TIMEOUT_TEXT = '等了很久没有回音，请再试一次。';

interface Problem {
  detail?: unknown;
  errors?: { field: string; detail: string }[];
}

function fieldErrors(problem: Problem): FieldErrors {
  const fields: FieldErrors = {};
  for (const { field, detail } of problem.errors || []) {
    if (!fields[field]) fields[field] = detail;
  }
  return fields;
}

/** The error that a failed response stands for. Never throws, whatever the body is. */
export async function errorOf(response: Response): Promise<ApiError> {
  const wait = Number.parseInt(response.headers.get('retry-after') || '', 10);
  const retryAfter = Number.isFinite(wait) ? wait : null;
  const fallback = BY_STATUS[response.status] || '出了点问题，请稍后再试。';
  try {
    const problem = JSON.parse(await response.text()) as Problem;
    const detail = typeof problem.detail === 'string' ? problem.detail : fallback;
    return new ApiError(detail, response.status, retryAfter, fieldErrors(problem));
  } catch {
    return new ApiError(fallback, response.status, retryAfter);
  }
}

/** A signal that can be absent: Chrome before 66 and Safari before 12 have no AbortController. */
export interface Abort {
  signal: AbortSignal | undefined;
  abort(): void;
}

export function createAbort(): Abort {
  if (typeof AbortController === 'undefined') return { signal: undefined, abort() {} };
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  body?: unknown;
  headers?: { [name: string]: string };
  timeoutMs?: number;
  abort?: Abort;
}

/** The response to a call, whatever its status.
 *
 * @throws ApiError with status 0 where no answer came in time or at all.
 */
export function send(path: string, options: CallOptions = {}): Promise<Response> {
  const abort = options.abort || createAbort();
  const init: RequestInit = {
    method: options.method || (options.body === undefined ? 'GET' : 'POST'),
    headers: { Accept: 'application/json', ...options.headers },
    credentials: 'same-origin',
  };
  if (abort.signal) init.signal = abort.signal;
  if (options.body !== undefined) {
    const isFile = options.body instanceof Blob;
    init.body = isFile ? (options.body as Blob) : JSON.stringify(options.body);
    (init.headers as { [name: string]: string })['Content-Type'] = isFile
      ? 'application/octet-stream'
      : 'application/json';
  }
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new ApiError(TIMEOUT_TEXT, 0));
      abort.abort();
    }, options.timeoutMs || 20000);
    fetch(path, init).then(
      (response) => {
        clearTimeout(timer);
        resolve(response);
      },
      () => {
        clearTimeout(timer);
        reject(new ApiError(OFFLINE_TEXT, 0));
      },
    );
  });
}

/** The JSON that a successful call answers with.
 *
 * @throws ApiError for any other outcome.
 */
export async function call<T>(path: string, options: CallOptions = {}): Promise<T> {
  const response = await send(path, options);
  if (!response.ok) throw await errorOf(response);
  try {
    return (await response.json()) as T;
  } catch {
    throw new ApiError('收到的内容不完整，请再试一次。', response.status);
  }
}
