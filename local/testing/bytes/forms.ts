/** Returns the bytes that texts leave in files, by the name of the form. A needle must have three bytes or more. */
export function formsOf(needle: string): readonly (readonly [form: string, bytes: Buffer])[] {
  const bytes = Buffer.from(needle);
  if (bytes.length < 3) throw new Error(`'${needle}' is too short to be searched for`);
  const utf16 = Buffer.from(needle, 'utf16le');
  const hex = bytes.toString('hex');
  const forms: [string, Buffer][] = [
    ['text', bytes],
    ...base64Forms(bytes).map((text): [string, Buffer] => ['base64', Buffer.from(text)]),
    ['UTF-16', utf16],
    ['UTF-16', Buffer.from(utf16).swap16()],
    ['hexadecimal', Buffer.from(hex)],
    ['hexadecimal', Buffer.from(hex.toUpperCase())],
    ['percent encoding', Buffer.from(encodeURIComponent(needle))],
  ];
  const seen = new Set<string>();
  return forms.filter(([, form]) => !seen.has(form.toString('latin1')) && seen.add(form.toString('latin1')));
}

/**
 * Base64 of a text depends on its position in what is encoded, and its first and last characters on its neighbours. These
 * are the characters between them, for each position and both alphabets.
 */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const first = Math.ceil((before * 8) / 6);
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    const sure = encoded.slice(first, whole);
    return [sure, sure.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
