/** A value of a report. Days and times are text. */
export type Cell = string | number | boolean | null;

interface Column {
  readonly name: string;
  /** Athena's name of the type: `varchar`, `bigint`, `double`, `date` and the like. */
  readonly type: string;
}

/** A report's rows. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}
