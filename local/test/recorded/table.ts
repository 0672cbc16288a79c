import { readFileSync } from 'node:fs';
import { describeAdditional } from '../../testing/additional';
import { parseTable } from './compare';
import known from './known.json';

interface Recorded {
  readonly id: string;
  /** Why AWS no longer does this. */
  readonly superseded?: string;
}

const reasons: Readonly<Record<string, Readonly<Record<string, string>>>> = known;

/**
 * Runs every case of a table of answers recorded from AWS. `run` returns the differences, one line each. A case that is
 * listed in known.json has to differ: one that has become right fails until it is taken off the list.
 */
export function judge<C extends Recorded>(
  table: string,
  run: (recorded: C) => Promise<readonly string[]>,
  /** Why a case is about something that the platform does not use; it is skipped by name. */
  outside: (recorded: C) => string | undefined = () => undefined,
): void {
  describeAdditional(`recorded/${table}.json`, `recorded answers of AWS: ${table}`, (file) => {
    const { cases } = parseTable(readFileSync(file, 'utf8')) as { cases: C[] };
    const listed = reasons[table] ?? {};
    test('lists only cases of the table', () => {
      const ids = new Set(cases.map(({ id }) => id));
      expect(Object.keys(listed).filter((id) => !ids.has(id))).toEqual([]);
    });
    for (const recorded of cases) {
      if (recorded.superseded) continue;
      const unused = outside(recorded);
      if (unused) {
        test.skip(`${recorded.id} [not used: ${unused}]`, () => {});
        continue;
      }
      const reason = listed[recorded.id];
      test(`${recorded.id}${reason ? ` (differs: ${reason})` : ''}`, async () => {
        const found = await run(recorded);
        if (!reason) expect(found).toEqual([]);
        else if (!found.length) throw new Error('It is right now: take it off known.json');
      });
    }
  });
}
