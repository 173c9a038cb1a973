/** Copies text; false where the browser does not allow it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** For browsers without a clipboard API: a hidden field, selected and copied. */
function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.className = 'vh';
  field.value = text;
  document.body.appendChild(field);
  field.select();
  let done = false;
  try {
    done = document.execCommand('copy');
  } catch {
    done = false;
  }
  document.body.removeChild(field);
  return done;
}
