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

/** Expects the parts to be those of the snapshot. */
export const expectPartsAsBefore = (parts: readonly Part[]) => expectTextAsBefore(textOf(parts));

/** Expects two templates to differ as in the snapshot. */
export const expectDifferencesAsBefore = (all: readonly Difference[]) => expectTextAsBefore(differenceText(all));

interface SnapshotState {
  match(question: object): { readonly pass: boolean; readonly expected?: string };
}

/**
 * As `toMatchSnapshot`, but the failure lists the lines that differ, under the resources that they belong to, and no
 * more: jest's own has the lines around them.
 */
function expectTextAsBefore(text: string): void {
  const { snapshotState, currentTestName } = expect.getState() as unknown as {
    readonly snapshotState: SnapshotState;
    readonly currentTestName: string;
  };
  const received = new Text(text);
  const { pass, expected } = snapshotState.match({ testName: currentTestName, received, isInline: false });
  if (pass) return;
  const explained = differenceText(differences(partsOfText(expected ?? ''), partsOfText(text)));
  const error = new Error(`${explained}\n(-: in the snapshot, +: now; npx jest test/lib/templates -u takes it over)`);
  // The place in this file would not help the reader.
  error.stack = error.message;
  throw error;
}
