import type { CfnDashboard } from 'aws-cdk-lib/aws-quicksight';
import { type DataSetName, dataSetNames, dataSets } from './data-sets';
import { bars, calculations, column, funnel, lines, table } from './visuals';

type Definition = CfnDashboard.DashboardVersionDefinitionProperty;
type Sheet = CfnDashboard.SheetDefinitionProperty;
type Visual = CfnDashboard.VisualProperty;

const hours = { field: 'watch_hours', by: 'SUM' } as const;

/** The charts of each sheet, two per line. Each title is the question that the chart answers. */
const sheets: Readonly<Record<string, { readonly name: string; readonly visuals: readonly Visual[] }>> = {
  watching: {
    name: 'What is watched?',
    visuals: [
      bars({ id: 'watched', title: 'What is watched? Hours, by title', of: 'watchTime', by: 'title', values: [hours] }),
      lines({ id: 'days', title: 'How much is watched each day? Hours', of: 'watchTime', by: 'day', values: [hours] }),
      lines({
        id: 'leaving',
        title: 'When do viewers leave? Share of them that saw each percent of a title',
        of: 'completion',
        by: 'percent',
        colour: 'title',
        // A title has one row for each percent; two titles with the same name have two rows.
        values: [{ field: 'share', by: 'AVERAGE', percent: true }],
      }),
      bars({
        id: 'dubs',
        title: 'Do dubs widen the audience? Hours in each language of the sound',
        of: 'languages',
        by: 'audio',
        colour: 'sound',
        stacked: true,
        values: [hours],
      }),
      funnel({
        id: 'funnel',
        title: 'How many titles that are shown are watched to the end?',
        of: 'funnel',
        by: 'step',
        values: [{ field: 'times', by: 'SUM' }],
      }),
      table({
        id: 'rows',
        title: 'Which rows of recommendations work?',
        of: 'attribution',
        by: 'row_id',
        values: [
          { field: 'click_rate', by: 'calculated', percent: true },
          { field: 'impressions', by: 'SUM' },
          { field: 'clicks', by: 'SUM' },
          { field: 'starts', by: 'SUM' },
          { field: 'finishes', by: 'SUM' },
          hours,
        ],
      }),
      table({
        id: 'searches',
        title: 'What is searched for, and not found?',
        of: 'searches',
        by: 'query',
        values: [
          { field: 'without_result', by: 'SUM' },
          { field: 'searches', by: 'SUM' },
        ],
      }),
    ],
  },
  playing: {
    name: 'How well does it play?',
    visuals: [
      bars({
        id: 'effect',
        title: 'Does quality hurt watching? Share of the film that was watched, by time spent waiting',
        of: 'qualityEffect',
        by: 'rebuffer_band',
        order: 'place',
        values: [{ field: 'watched_share', by: 'AVERAGE', percent: true }],
      }),
      lines({
        id: 'startup',
        title: 'How long is the wait for the first picture? Median and 95th percentile in ms, by device',
        of: 'quality',
        by: 'day',
        // Percentiles of several devices cannot be combined, so each device has its own panel.
        panels: 'device',
        values: [
          { field: 'startup_p50_ms', by: 'MAX' },
          { field: 'startup_p95_ms', by: 'MAX' },
        ],
      }),
      lines({
        id: 'waiting',
        title: 'How much of the time is spent waiting, and how many sessions have errors?',
        of: 'quality',
        by: 'day',
        values: [
          { field: 'rebuffer_share', by: 'calculated', percent: true },
          { field: 'error_share', by: 'calculated', percent: true },
        ],
      }),
      lines({
        id: 'cache',
        title: 'How much does the edge answer from its cache?',
        of: 'edge',
        by: 'day',
        colour: 'kind',
        values: [{ field: 'hit_share', by: 'calculated', percent: true }],
      }),
    ],
  },
};

/** The chosen days: names of their parameters, and initial values. */
const days = {
  From: { title: 'From', expression: "addDateTime(-27, 'DD', truncDate('DD', now()))" },
  To: { title: 'To', expression: "truncDate('DD', now())" },
} as const;

type Day = keyof typeof days;
const dayNames = Object.keys(days) as Day[];

/** The definition of the dashboard and of the analysis that users copy. `arnOf` returns the ARN of a data set. */
export function definition(arnOf: (name: DataSetName) => string): Definition {
  return {
    dataSetIdentifierDeclarations: dataSetNames.map((identifier) => ({ identifier, dataSetArn: arnOf(identifier) })),
    calculatedFields: Object.entries(calculations).map(([name, { dataSet: dataSetIdentifier, expression }]) => ({
      ...{ name, dataSetIdentifier, expression },
    })),
    parameterDeclarations: dayNames.map((name) => ({
      dateTimeParameterDeclaration: {
        name,
        timeGranularity: 'DAY',
        defaultValues: { rollingDate: { expression: days[name].expression } },
      },
    })),
    filterGroups: dataSetNames.filter((name) => 'day' in dataSets[name].fields).map(inDays),
    sheets: Object.entries(sheets).map(sheet),
  };
}

/** Filters a data set by the chosen days, in all charts. */
function inDays(name: DataSetName): CfnDashboard.FilterGroupProperty {
  return {
    filterGroupId: `${name}-days`,
    crossDataset: 'SINGLE_DATASET',
    status: 'ENABLED',
    scopeConfiguration: {
      selectedSheets: {
        sheetVisualScopingConfigurations: Object.keys(sheets).map((sheetId) => ({ sheetId, scope: 'ALL_VISUALS' })),
      },
    },
    filters: [
      {
        timeRangeFilter: {
          filterId: `${name}-day`,
          column: column(name, 'day'),
          nullOption: 'NON_NULLS_ONLY',
          timeGranularity: 'DAY',
          rangeMinimumValue: { parameter: 'From' satisfies Day },
          rangeMaximumValue: { parameter: 'To' satisfies Day },
          includeMinimum: true,
          includeMaximum: true,
        },
      },
    ],
  };
}

/** QuickSight's grid has 36 columns. */
const sheetWidth = 18;
const visualHeight = 12;

function sheet([sheetId, { name, visuals }]: [string, (typeof sheets)[string]]): Sheet {
  const controlId = (day: Day) => `${sheetId}-${day}`;
  return {
    sheetId,
    name,
    contentType: 'INTERACTIVE',
    visuals: [...visuals],
    parameterControls: dayNames.map((day) => ({
      dateTimePicker: {
        parameterControlId: controlId(day),
        sourceParameterName: day,
        title: days[day].title,
        displayOptions: { dateTimeFormat: 'YYYY-MM-DD' },
      },
    })),
    sheetControlLayouts: [
      {
        configuration: {
          gridLayout: {
            elements: dayNames.map((day) => ({
              ...{ elementId: controlId(day), elementType: 'PARAMETER_CONTROL', columnSpan: 2, rowSpan: 1 },
            })),
          },
        },
      },
    ],
    layouts: [
      {
        configuration: {
          gridLayout: {
            elements: visuals.map((visual, index) => ({
              elementId: idOf(visual),
              elementType: 'VISUAL',
              columnIndex: (index % 2) * sheetWidth,
              columnSpan: sheetWidth,
              rowIndex: Math.floor(index / 2) * visualHeight,
              rowSpan: visualHeight,
            })),
          },
        },
      },
    ],
  };
}

function idOf(visual: Visual): string {
  return (Object.values(visual)[0] as { readonly visualId: string }).visualId;
}
