import type { CfnDashboard } from 'aws-cdk-lib/aws-quicksight';
import { type DataSetName, dataSets, type FieldOf, type FieldType } from './data-sets';

type Visual = CfnDashboard.VisualProperty;
type Dimension = CfnDashboard.DimensionFieldProperty;
type Measure = CfnDashboard.MeasureFieldProperty;
type Number = 'INTEGER' | 'DECIMAL';

/** How the values of a group are aggregated; `calculated` if the field's own expression aggregates them. */
type Aggregation = 'SUM' | 'AVERAGE' | 'MAX' | 'MIN' | 'calculated';

interface Value<N extends DataSetName> {
  /** A field of the data set, or one of {@link calculations}. */
  readonly field: FieldOf<N, Number> | CalculationOf<N>;
  readonly by: Aggregation;
  readonly percent?: boolean;
}

interface Calculation {
  readonly dataSet: DataSetName;
  readonly expression: string;
}

/** Ratios of sums. With the mean of ratios, a day of ten views would count as much as a day of a million. */
export const calculations = {
  click_rate: { dataSet: 'attribution', expression: 'sum({clicks}) / sum({impressions})' },
  rebuffer_share: { dataSet: 'quality', expression: 'sum({rebuffer_ratio} * {sessions}) / sum({sessions})' },
  error_share: { dataSet: 'quality', expression: 'sum({sessions_with_error}) / sum({sessions})' },
  hit_share: { dataSet: 'edge', expression: 'sum({hit_ratio} * {requests}) / sum({requests})' },
} as const satisfies Readonly<Record<string, Calculation>>;

type CalculationOf<N extends DataSetName> = {
  [C in keyof typeof calculations]: (typeof calculations)[C]['dataSet'] extends N ? C : never;
}[keyof typeof calculations];

export interface Chart<N extends DataSetName> {
  /** Letters and hyphens, unique in the dashboard. */
  readonly id: string;
  /** The question that the chart answers. */
  readonly title: string;
  readonly of: N;
  readonly values: readonly Value<N>[];
}

interface Grouped<N extends DataSetName> extends Chart<N> {
  readonly by: FieldOf<N>;
  readonly colour?: FieldOf<N, 'STRING'>;
  /** The field with one small chart for each of its values. */
  readonly panels?: FieldOf<N, 'STRING'>;
}

/** Bars, at most `most`, the longest first unless `order` is set. */
export function bars<N extends DataSetName>(
  chart: Grouped<N> & { readonly order?: FieldOf<N, Number>; readonly stacked?: boolean; readonly most?: number },
): Visual {
  const { id, order, stacked, most = 15 } = chart;
  const place = order && { sortBy: column(chart.of, order), direction: 'ASC', aggregationFunction: minimum };
  const sort = place ? { columnSort: place } : { fieldSort: { fieldId: fieldId(chart, 'value-0'), direction: 'DESC' } };
  return {
    barChartVisual: {
      ...head(chart),
      visualId: id,
      chartConfiguration: {
        fieldWells: { barChartAggregatedFieldWells: wells(chart) },
        sortConfiguration: { categorySort: [sort], categoryItemsLimit: limit(most) },
        orientation: 'HORIZONTAL',
        barsArrangement: stacked ? 'STACKED' : 'CLUSTERED',
      },
    },
  };
}

/** Lines over a time or a number, from left to right. */
export function lines<N extends DataSetName>(chart: Grouped<N>): Visual {
  const fieldSort = { fieldId: fieldId(chart, 'by'), direction: 'ASC' };
  return {
    lineChartVisual: {
      ...head(chart),
      visualId: chart.id,
      chartConfiguration: {
        fieldWells: { lineChartAggregatedFieldWells: wells(chart) },
        sortConfiguration: {
          categorySort: [{ fieldSort }],
          ...(chart.colour && { colorItemsLimitConfiguration: limit(10) }),
        },
        type: 'LINE',
      },
    },
  };
}

/** Steps, each of which is a part of the step before. */
export function funnel<N extends DataSetName>(chart: Grouped<N>): Visual {
  const { category, values } = wells(chart);
  return {
    funnelChartVisual: {
      ...head(chart),
      visualId: chart.id,
      chartConfiguration: {
        fieldWells: { funnelChartAggregatedFieldWells: { category, values } },
        sortConfiguration: { categorySort: [{ fieldSort: { fieldId: fieldId(chart, 'by'), direction: 'ASC' } }] },
        dataLabelOptions: { visibility: 'VISIBLE', measureDataLabelStyle: 'VALUE_AND_PERCENTAGE_BY_PREVIOUS_STAGE' },
      },
    },
  };
}

/** A line for each value of `by`, ordered by the lines' first values, the highest first. */
export function table<N extends DataSetName>(chart: Chart<N> & { readonly by: FieldOf<N> }): Visual {
  const { category, values } = wells(chart);
  return {
    tableVisual: {
      ...head(chart),
      visualId: chart.id,
      chartConfiguration: {
        fieldWells: { tableAggregatedFieldWells: { groupBy: category, values } },
        sortConfiguration: { rowSort: [{ fieldSort: { fieldId: fieldId(chart, 'value-0'), direction: 'DESC' } }] },
      },
    },
  };
}

const minimum = { numericalAggregationFunction: { simpleNumericalAggregation: 'MIN' } };
const limit = (itemsLimit: number) => ({ itemsLimit, otherCategories: 'EXCLUDE' });

function head({ title }: { readonly title: string }) {
  return { title: { visibility: 'VISIBLE', formatText: { plainText: title } } };
}

function fieldId({ id }: { readonly id: string }, part: string): string {
  return `${id}.${part}`;
}

export function column(dataSetIdentifier: DataSetName, columnName: string): CfnDashboard.ColumnIdentifierProperty {
  return { dataSetIdentifier, columnName };
}

function wells<N extends DataSetName>(chart: Grouped<N>) {
  const { of, by, colour, panels } = chart;
  const one = (name: string | undefined, part: string) =>
    name === undefined ? undefined : [dimension(of, name, fieldId(chart, part))];
  return {
    category: one(by, 'by'),
    values: chart.values.map((value, index) => measure(of, value, fieldId(chart, `value-${index}`))),
    ...(colour && { colors: one(colour, 'colour') }),
    ...(panels && { smallMultiples: one(panels, 'panel') }),
  };
}

function dimension(of: DataSetName, name: string, id: string): Dimension {
  const field = { fieldId: id, column: column(of, name) };
  switch (typeOf(of, name)) {
    case 'DATETIME':
      return { dateDimensionField: { ...field, dateGranularity: 'DAY' } };
    case 'STRING':
      return { categoricalDimensionField: field };
    default:
      return { numericalDimensionField: field };
  }
}

function typeOf(of: DataSetName, name: string): FieldType | undefined {
  const fields: Readonly<Record<string, { readonly type: FieldType }>> = dataSets[of].fields;
  return fields[name]?.type;
}

function measure<N extends DataSetName>(of: N, { field, by, percent }: Value<N>, id: string): Measure {
  const decimalPlacesConfiguration = { decimalPlaces: 1 };
  const format = percent
    ? { percentageDisplayFormatConfiguration: { decimalPlacesConfiguration } }
    : {
        numberDisplayFormatConfiguration: { separatorConfiguration: { thousandsSeparator: { visibility: 'VISIBLE' } } },
      };
  return {
    numericalMeasureField: {
      fieldId: id,
      column: column(of, field),
      ...(by !== 'calculated' && { aggregationFunction: { simpleNumericalAggregation: by } }),
      formatConfiguration: { formatConfiguration: format },
    },
  };
}
