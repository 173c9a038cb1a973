import { send } from './http';

/** Whether the server no longer keeps the conversation: deleted now, or already unknown. */
export async function forget(conversationId: string): Promise<boolean> {
  try {
    const path = `/api/conversations/${encodeURIComponent(conversationId)}`;
    const response = await send(path, { method: 'DELETE', timeoutMs: 8000 });
    return response.ok || response.status === 404;
  } catch {
    return false;
  }
}
