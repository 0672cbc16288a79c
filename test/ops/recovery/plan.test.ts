import { decide } from '../../../ops/recovery/prefix/plan';
import { histories, sideBySide, type Version } from '../../../ops/recovery/prefix/versions';

const at = 100_000;

/** `a@90` is an object of the id a at second 90, `-b@110` a delete marker. Newest first. */
function versions(text: string): Version[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((word, index) => {
      const [, dash, id = '', second] = /^(-?)(\w+)@(\d+)$/.exec(word) ?? [];
      return { id, isMarker: dash === '-', modified: Number(second) * 1000, size: 1, isLatest: index === 0 };
    });
}

/** What a plan does, in one line: `primary -m`, `replica <- primary a`. */
const text = (primary: string, replica?: string) => {
  const { existed, actions } = decide(
    { key: 'k', primary: versions(primary), replica: replica === undefined ? undefined : versions(replica) },
    at,
  );
  const words = actions.map((action) =>
    action.kind === 'unmark' ? `${action.on} -${action.ids.join(' -')}` : `${action.to} <- ${action.from} ${action.id}`,
  );
  return existed ? words.join(', ') : 'did not exist';
};

test.each([
  ['an object that is there', 'a@90', 'a@90', ''],
  ['one that was deleted', '-m@110 a@90', '-m@110 a@90', 'primary -m, replica -m'],
  ['one that was deleted twice', '-n@120 -m@110 a@90', '-m@115 a@90', 'primary -n -m, replica -m'],
  ['one whose markers were removed in the primary only', 'a@90', '-m@110 a@90', 'replica -m'],
  ['one whose marker never reached the replica', '-m@110 a@90', 'a@90', 'primary -m'],
  ['one that was deleted in the second of the time', '-m@100 a@100', '-m@101 a@100', 'primary -m, replica -m'],
  ['one that was deleted before', '-m@95 a@90', '-m@96 a@90', 'did not exist'],
  ['one that was deleted before and made again since', 'b@110 -m@95 a@90', 'b@110 -m@95 a@90', 'did not exist'],
  ['one that was made since', 'b@110', 'b@110', 'did not exist'],
  ['one that was overwritten', 'b@110 a@90', 'b@110 a@90', 'primary <- primary a'],
  ['one that was overwritten and deleted', '-m@120 b@110 a@90', '-m@121 b@110 a@90', 'primary <- primary a'],
  ['one that the replica never got', 'a@90', '', 'replica <- primary a'],
  ['one whose replica has lost that version', '-m@110 a@90', '-m@110', 'primary -m, replica <- primary a'],
  ['one whose versions the primary has lost', '', '-m@110 a@90', 'primary <- replica a'],
  ['one without a copy', '-m@110 a@90', undefined, 'primary -m'],
])('%s', (_name, primary, replica, expected) => {
  expect(text(primary, replica)).toBe(expected);
});

async function* pages<T>(...all: T[]): AsyncGenerator<T> {
  yield* all;
}
const listed = (key: string, id: string, modified: number, isMarker = false, isLatest = false) => ({
  ...{ key, id, modified, isMarker, isLatest, size: 1 },
});

test('a listing is grouped by key over its pages, with markers among the objects, newest first', async () => {
  const found = [];
  const listing = pages(
    [listed('a', '1', 1000), listed('B', '5', 1000, false, true), listed('a', '2', 2000, true)],
    [listed('a', '3', 3000, false, true), listed('ä', '6', 1000)],
  );
  for await (const { key, versions: all } of histories(listing)) found.push(`${key} ${all.map(({ id }) => id)}`);
  expect(found).toEqual(['B 5', 'a 3,2,1', 'ä 6']);
});

test('two listings are read side by side', async () => {
  const one = histories(pages([listed('a', '1', 1), listed('c', '2', 1)]));
  const two = histories(pages([listed('b', '3', 1), listed('c', '4', 1)]));
  const found = [];
  for await (const { key, primary, replica } of sideBySide(one, two)) {
    found.push([key, primary[0]?.id, replica[0]?.id]);
  }
  expect(found).toEqual([
    ['a', '1', undefined],
    ['b', undefined, '3'],
    ['c', '2', '4'],
  ]);
});
