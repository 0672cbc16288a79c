import { CreateFilterCommand, DescribeFilterCommand, ListFiltersCommand } from '@aws-sdk/client-personalize';
import { compileFilter } from '../../../services/personalize/filter/evaluate';
import { parseFilter } from '../../../services/personalize/filter/parse';
import { buildWorker } from '../../../testing/engine-worker';
import cases from '../../cases/personalize-filters.json';
import { failure, type Stand, startStand, watchable } from './support';

const items: Readonly<Record<string, Record<string, unknown>>> = {
  a: { GENRES: 'drama', YEAR: 1990 },
  b: { GENRES: 'comedy', YEAR: 2000 },
  c: { GENRES: 'war|drama', YEAR: 2010 },
  d: { GENRES: null, YEAR: null },
};
const events: Readonly<Record<string, string[]>> = { a: ['Watch', 'Finish'], b: ['Click'] };
const fields = { items: new Set(['GENRES', 'YEAR']), users: new Set(['AGE', 'LANGUAGES']) };

interface Input {
  readonly expression: string;
  readonly items?: readonly string[];
  readonly values?: Readonly<Record<string, string>>;
}

function outcome({ expression, items: asked = Object.keys(items), values = {} }: Input) {
  try {
    const passes = compileFilter(parseFilter(expression, fields), {
      item: (id) => items[id],
      user: { AGE: 12, LANGUAGES: 'en' },
      currentItem: items.a as object as Record<string, unknown>,
      events: (id) => new Set(events[id]),
      values,
    });
    return { items: asked.filter(passes) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

test.each(cases)('filter: $name', ({ input, expected }) => {
  expect(outcome(input as Input)).toEqual(expected);
});

describe('by API', () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await startStand(buildWorker('recommend'));
  });
  afterAll(() => stand.laptop.stop());

  const create = (name: string, filterExpression: string) =>
    stand.personalize.send(new CreateFilterCommand({ name, datasetGroupArn: stand.groupArn, filterExpression }));

  test('filters are made, described and listed', async () => {
    const { filterArn } = await create('mine', 'EXCLUDE ItemID WHERE Items.YEAR < 1950');
    const { filter } = await stand.personalize.send(new DescribeFilterCommand({ filterArn }));
    expect(filter).toMatchObject({ name: 'mine', status: 'ACTIVE', datasetGroupArn: stand.groupArn });
    const { Filters } = await stand.personalize.send(new ListFiltersCommand({ datasetGroupArn: stand.groupArn }));
    expect(Filters?.map(({ name }) => name)).toEqual(['films-watchable', 'mine']);
  });

  test('invalid ones are refused when they are made, with the place of the fault', async () => {
    expect(await failure(create('bad', 'EXCLUDE ItemID WHERE Items.COLOUR IN ("red")'))).toMatchObject({
      name: 'InvalidInputException',
      message: 'The filter expression is not valid at character 28: Items has no field COLOUR',
    });
    const properties = { Name: 'worse', DatasetGroupArn: stand.groupArn, FilterExpression: `${watchable} OR` };
    expect(await failure(stand.laptop.deploy('AWS::Personalize::Filter', 'Worse', properties))).toMatchObject({
      name: 'InvalidInputException',
    });
  });

  test('a dataset group has ten at most', async () => {
    for (let number = 3; number <= 10; number++) await create(`filter-${number}`, watchable);
    expect(await failure(create('filter-11', watchable))).toMatchObject({ name: 'LimitExceededException' });
  });
});
