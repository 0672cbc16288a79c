import { type Difference, differences, differenceText } from './differences';
import { type Part, partsOfText, textOf } from './texts';

/** Text that is stored as it stands, without quotes. */
class Text {
  constructor(readonly value: string) {}
}

expect.addSnapshotSerializer({
  test: (value) => value instanceof Text,
  serialize: (value: Text) => value.value,
});

/** Expects the parts to be those of the snapshot. The failure lists the lines that differ, under their resources. */
export function expectPartsAsBefore(parts: readonly Part[]): void {
  orFailWith(textOf(parts), (expected) => differenceText(differences(partsOfText(expected), parts)));
}

/** Expects two templates to differ as in the snapshot. */
export function expectDifferencesAsBefore(all: readonly Difference[]): void {
  const parts = (text: string) => partsOfText(text);
  const text = differenceText(all);
  orFailWith(text, (expected) => differenceText(differences(parts(expected), parts(text))));
}

/** Throws what `explain` makes of the snapshot's text if the text is another. */
function orFailWith(text: string, explain: (expected: string) => string): void {
  try {
    expect(new Text(text)).toMatchSnapshot();
  } catch (error) {
    const { expected } = (error as { matcherResult?: { expected?: unknown } }).matcherResult ?? {};
    if (typeof expected !== 'string') throw error;
    throw new Error(`${explain(expected)}\n\n(-: of the snapshot, +: of the template; \`npx jest -u\` takes it over)`);
  }
}
