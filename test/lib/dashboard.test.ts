import { DuckDBInstance } from '@duckdb/node-api';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { IGrantable, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { TrinoSQL } from 'dt-sql-parser/dist/parser/trino';
import { Dashboard } from '../../lib/constructs/dashboard/dashboard';
import { type DataSet, dataSets, sqlOf } from '../../lib/constructs/dashboard/data-sets';
import { views } from '../../lib/constructs/lake/views';
import { stageNamed } from '../../lib/context';

const principal = 'arn:aws:quicksight:eu-west-1:123456789012:user/default/somebody';
const asked: { grantee: IGrantable; views: readonly string[] }[] = [];

class SmallLake extends Construct {
  readonly databaseName = 'omnistream_dev';
  readonly workgroupName = 'omnistream-dev';

  grantQuery(grantee: IGrantable, views: readonly string[]): void {
    asked.push({ grantee, views });
  }
}

const stack = new Stack(new App(), 'Small', { env: { region: 'eu-west-1' } });
const lake = new SmallLake(stack, 'Lake');
new Dashboard(stack, 'Dashboard', { stage: stageNamed('dev'), lake, principal });
const template = Template.fromStack(stack);
// biome-ignore lint/suspicious/noExplicitAny: templates are what the tests look into
const of = (type: string): any[] =>
  Object.values(template.findResources(`AWS::QuickSight::${type}`)).map(({ Properties }) => Properties);

const definition = of('Dashboard')[0].Definition;
// biome-ignore lint/suspicious/noExplicitAny: of many kinds
const visuals: [kind: string, visual: any][] = definition.Sheets.flatMap((sheet: any) =>
  sheet.Visuals.flatMap((visual: object) => Object.entries(visual)),
);
const viewColumns = new Map(views.map(({ name, columns }) => [name, columns]));
const sets = Object.entries(dataSets as Readonly<Record<string, DataSet>>);
const typeOf = (set: string, column: string) => new Map(sets).get(set)?.fields[column]?.type;

interface Use {
  /** The names of the members that lead to it. */
  readonly path: string;
  readonly set: string;
  readonly column: string;
}

/** Every place where a column is named. */
function uses(node: unknown, path = ''): Use[] {
  if (typeof node !== 'object' || node === null) return [];
  const { DataSetIdentifier: set, ColumnName: column } = node as Record<string, string>;
  if (set !== undefined && column !== undefined) return [{ path, set, column }];
  return Object.entries(node).flatMap(([key, value]) => uses(value, `${path}/${key}`));
}

const calculated: { Name: string; DataSetIdentifier: string; Expression: string }[] = definition.CalculatedFields;

describe('a column', () => {
  const fitting: [RegExp, readonly string[]][] = [
    [/\/DateDimensionField\/|\/TimeRangeFilter\//, ['DATETIME']],
    [/\/CategoricalDimensionField\//, ['STRING']],
    [/\/NumericalDimensionField\/|\/NumericalMeasureField\/|\/ColumnSort\//, ['INTEGER', 'DECIMAL']],
  ];

  test.each(uses(definition))('$column of $set is there, and of a type that fits $path', ({ path, set, column }) => {
    const calculation = calculated.find(({ Name, DataSetIdentifier }) => Name === column && DataSetIdentifier === set);
    const type = calculation ? 'DECIMAL' : typeOf(set, column);
    const fit = fitting.filter(([place]) => place.test(path));
    expect(fit).toHaveLength(1);
    expect(fit[0]?.[1]).toContain(type);
  });

  test.each(calculated)('in the calculation $Name is a number of its data set', ({ DataSetIdentifier, Expression }) => {
    const named = [...Expression.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
    expect(named.length).toBeGreaterThan(0);
    for (const name of named) {
      expect(['INTEGER', 'DECIMAL']).toContain(typeOf(DataSetIdentifier, name));
    }
  });

  test('that is calculated from sums is not summed up again, and every other number is', () => {
    const measures = visuals.flatMap(([, visual]) => values(visual));
    expect(measures.length).toBeGreaterThanOrEqual(10);
    for (const { Column, AggregationFunction } of measures) {
      const isCalculated = calculated.some(({ Name }) => Name === Column.ColumnName);
      expect([Column.ColumnName, AggregationFunction === undefined]).toEqual([Column.ColumnName, isCalculated]);
    }
  });
});

// biome-ignore lint/suspicious/noExplicitAny: of many kinds
function values(visual: any): any[] {
  // biome-ignore lint/suspicious/noExplicitAny: of many kinds
  const [wells]: any[] = Object.values(visual.ChartConfiguration.FieldWells);
  return wells.Values.map(({ NumericalMeasureField }: Record<string, unknown>) => NumericalMeasureField);
}

describe('a data set', () => {
  test.each(sets)('%s is made of columns that its view has', (_name, { view, fields }) => {
    const columns = Object.keys(viewColumns.get(view) ?? {});
    expect(columns.length).toBeGreaterThan(0);
    for (const [name, { from = [name] }] of Object.entries(fields))
      expect(columns).toEqual(expect.arrayContaining([...from]));
  });

  test.each(sets)('%s asks in the SQL that Athena knows', (_name, set) => {
    expect(new TrinoSQL().validate(sqlOf(set, 'omnistream_dev'))).toEqual([]);
  });

  test.each(sets)('%s gives what it says, by type, from a view as it is', async (_name, set) => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const columns = Object.entries(viewColumns.get(set.view) ?? {}).map(([name, type]) => `${name} ${sqlTypes[type]}`);
    await connection.run('CREATE SCHEMA omnistream_dev');
    await connection.run(`CREATE TABLE omnistream_dev.${set.view} (${columns.join(', ')})`);
    const result = await connection.run(sqlOf(set, 'omnistream_dev'));
    const given = result.columnNames().map((name, index) => [name, fieldTypes[String(result.columnType(index))]]);
    expect(given).toEqual(Object.entries(set.fields).map(([name, { type }]) => [name, type]));
    connection.closeSync();
    instance.closeSync();
  });

  test('is filled once a day, and no two at once', () => {
    const schedules = of('RefreshSchedule').map(({ DataSetId, Schedule }) => [DataSetId, Schedule.ScheduleFrequency]);
    expect(schedules.map(([id]) => id).sort()).toEqual(
      of('DataSet')
        .map(({ DataSetId }) => DataSetId)
        .sort(),
    );
    expect(schedules.map(([, { Interval }]) => Interval)).toEqual(sets.map(() => 'DAILY'));
    expect(new Set(schedules.map(([, { TimeOfTheDay }]) => TimeOfTheDay)).size).toBe(sets.length);
  });

  test('is shown somewhere, and in the chosen days alone if it knows days', () => {
    const shown = visuals.flatMap(([, visual]) => uses(visual)).map(({ set }) => set);
    expect([...new Set(shown)].sort()).toEqual(sets.map(([name]) => name).sort());
    const filters = definition.FilterGroups.flatMap(({ Filters }: { Filters: object[] }) => Filters);
    const byDay = sets.filter(([, { fields }]) => 'day' in fields).map(([name]) => name);
    expect(uses(filters).map(({ set }) => set)).toEqual(byDay);
    const parameters = definition.ParameterDeclarations.map(
      // biome-ignore lint/suspicious/noExplicitAny: of a template
      ({ DateTimeParameterDeclaration }: any) => DateTimeParameterDeclaration.Name,
    );
    for (const { TimeRangeFilter } of filters) {
      expect([TimeRangeFilter.RangeMinimumValue.Parameter, TimeRangeFilter.RangeMaximumValue.Parameter]).toEqual(
        parameters,
      );
    }
  });
});

const sqlTypes: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  int: 'INTEGER',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
};
const fieldTypes: Readonly<Record<string, string>> = {
  VARCHAR: 'STRING',
  INTEGER: 'INTEGER',
  BIGINT: 'INTEGER',
  DOUBLE: 'DECIMAL',
  TIMESTAMP: 'DATETIME',
};

describe('the dashboard', () => {
  test('asks a question in the title of each visual, and no two are one', () => {
    const titles = visuals.map(([, { Title }]) => Title.FormatText.PlainText);
    expect(titles.length).toBeGreaterThanOrEqual(6);
    for (const title of titles) expect(title).toMatch(/^(What|How|When|Do|Does|Which)\b.*\?/);
    expect(new Set(titles).size).toBe(titles.length);
    expect(new Set(visuals.map(([kind]) => kind))).toEqual(
      new Set(['BarChartVisual', 'LineChartVisual', 'FunnelChartVisual', 'TableVisual']),
    );
  });

  test('places everything once, without one thing on another', () => {
    const ids: string[] = [];
    for (const { Visuals, Layouts, ParameterControls, SheetControlLayouts } of definition.Sheets) {
      const elements = Layouts[0].Configuration.GridLayout.Elements;
      const controls = SheetControlLayouts[0].Configuration.GridLayout.Elements;
      const idsOf = (key: string) => (node: object) => Object.values(node)[0][key];
      expect(elements.map(({ ElementId }: never) => ElementId)).toEqual(Visuals.map(idsOf('VisualId')));
      expect(controls.map(({ ElementId }: never) => ElementId)).toEqual(
        ParameterControls.map(idsOf('ParameterControlId')),
      );
      const cells = elements.flatMap(({ ColumnIndex, ColumnSpan, RowIndex, RowSpan }: Record<string, number>) => {
        expect((ColumnIndex ?? 0) + (ColumnSpan ?? 0)).toBeLessThanOrEqual(36);
        return Array.from({ length: RowSpan ?? 0 }, (_, row) => `${ColumnIndex}:${(RowIndex ?? 0) + row}`);
      });
      expect(new Set(cells).size).toBe(cells.length);
      ids.push(...elements.concat(controls).map(({ ElementId }: { ElementId: string }) => ElementId));
    }
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[\w-]+$/);
  });

  test('sorts by fields that the visual has, and names each field once', () => {
    const ids = visuals.flatMap(([, visual]) => {
      const own = values(visual)
        .concat(...dimensions(visual))
        .map(({ FieldId }) => FieldId);
      const sorted = [...JSON.stringify(visual).matchAll(/"FieldSort":\{[^}]*"FieldId":"([^"]+)"/g)];
      for (const [, id] of sorted) expect(own).toContain(id);
      return own;
    });
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('is the same as the analysis that can be copied', () => {
    expect(of('Analysis')[0].Definition).toEqual(definition);
  });

  test('and all that it is made of belongs to the principal, who may do what owners may', () => {
    for (const type of ['DataSource', 'DataSet', 'Analysis', 'Dashboard']) {
      for (const { Permissions } of of(type)) {
        expect(Permissions).toHaveLength(1);
        expect(Permissions[0].Principal).toBe(principal);
        for (const action of Permissions[0].Actions) expect(action).toMatch(/^quicksight:[A-Za-z]+$/);
        expect(Permissions[0].Actions).toContain(`quicksight:Update${type}Permissions`);
      }
    }
  });

  test('does not wait for its data: a query that fails is no failed deployment', () => {
    for (const { IngestionWaitPolicy } of of('DataSet')) {
      expect(IngestionWaitPolicy).toEqual({ WaitForSpiceIngestion: false });
    }
  });

  test('reads the lake by a role of its own, with no more than the views that it shows', () => {
    expect(asked).toHaveLength(1);
    expect([...(asked[0]?.views ?? [])].sort()).toEqual([...new Set(sets.map(([, { view }]) => view))].sort());
    const [{ DataSourceParameters }] = of('DataSource');
    expect(DataSourceParameters.AthenaParameters).toEqual({
      WorkGroup: 'omnistream-dev',
      RoleArn: stack.resolve((asked[0]?.grantee as Role | undefined)?.roleArn),
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'quicksight.amazonaws.com' } }] },
    });
    // QuickSight tries the role when the source is made.
    const [{ DependsOn }] = Object.values(template.findResources('AWS::QuickSight::DataSource')) as [never];
    expect(DependsOn).toEqual(expect.arrayContaining(Object.keys(template.findResources('AWS::IAM::Policy'))));
  });
});

// biome-ignore lint/suspicious/noExplicitAny: of many kinds
function dimensions(visual: any): any[] {
  // biome-ignore lint/suspicious/noExplicitAny: of many kinds
  const [wells]: any[] = Object.values(visual.ChartConfiguration.FieldWells);
  const { Category = [], GroupBy = [], Colors = [], SmallMultiples = [] } = wells;
  return [...Category, ...GroupBy, ...Colors, ...SmallMultiples].flatMap((field: object) => Object.values(field));
}
