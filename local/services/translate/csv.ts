/**
 * Returns the rows of a table in CSV (RFC 4180) or TSV, without empty lines. Throws an Error for a quote that is not
 * closed, or not at a field's end.
 */
export function parseTable(text: string, separator: ',' | '\t'): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    let field: string;
    [field, at] = text[at] === '"' ? quoted(text, at) : bare(text, at, separator);
    row.push(field);
    const next = text[at];
    if (next === separator) {
      at++;
      if (at < text.length) continue;
      row.push('');
    } else if (next === '\r' && text[at + 1] === '\n') at += 2;
    else if (next === '\n' || next === '\r') at++;
    else if (next !== undefined) throw new Error(`row ${rows.length + 1}: text after a quoted field`);
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}

function quoted(text: string, start: number): [string, number] {
  let field = '';
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] !== '"') field += text[at];
    else if (text[at + 1] === '"') {
      field += '"';
      at++;
    } else return [field, at + 1];
  }
  throw new Error('a quote is not closed');
}

function bare(text: string, start: number, separator: string): [string, number] {
  let at = start;
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++;
  return [text.slice(start, at).trim(), at];
}
