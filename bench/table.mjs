/**
 * Prints measurements as a table. Each is `{ what, value, unit, reference, limit, of }`. `limit` is the maximum of
 * `value / reference` (or of the value, with `of: 'value'`). A measurement without a limit is only printed.
 */
export function print(measurements) {
  const rows = measurements.map(({ what, value, unit, reference, limit, of = 'ratio' }) => {
    const ratio = value / reference;
    const measured = of === 'value' ? value : ratio;
    return [
      what,
      amount(value, unit),
      reference === undefined ? '' : amount(reference, unit),
      reference === undefined ? '' : `${round(ratio)}×`,
      limit === undefined ? '' : `≤ ${of === 'value' ? amount(limit, unit) : `${limit}×`}`,
      limit === undefined ? '' : measured <= limit ? 'met' : 'NOT MET',
    ];
  });
  const heads = ['measurement', 'value', 'reference', 'ratio', 'aim', ''];
  const widths = heads.map((_, column) => Math.max(...[heads, ...rows].map((row) => row[column].length)));
  const line = (row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])));
  console.log(
    [heads, widths.map((width) => '─'.repeat(width)), ...rows].map((row) => line(row).join('  ').trimEnd()).join('\n'),
  );
}

function amount(value, unit) {
  return `${round(value)} ${unit}`;
}

function round(value) {
  if (value >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}
