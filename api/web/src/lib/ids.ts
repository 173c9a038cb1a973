/** A random name of 128 bits. `crypto.randomUUID` is too new for the phones served. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += `0${(bytes[i] || 0).toString(16)}`.slice(-2);
  return text;
}
