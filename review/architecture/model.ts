import type { Evidence } from './evidence';

/** A box of the picture. Its resources are those of its constructs; a box without constructs has evidence instead. */
export interface Box {
  readonly id: string;
  /** As `Drawing.icon` takes it. */
  readonly icon: string;
  /** The service, as AWS writes it. */
  readonly name: string;
  /** What it is for, one line each. */
  readonly detail: readonly string[];
  /** The step of the flow that it does. */
  readonly step?: number;
  /** Beginnings of the names of its resources: `MediaPipeline/Ingest`. The longest beginning decides. */
  readonly constructs?: readonly string[];
  /** The types that are drawn by this box. Its other resources must be of a supporting type. */
  readonly types?: readonly string[];
  /** Types that belong to this box in whichever construct they are. */
  readonly everywhere?: readonly string[];
  /** For a service that has no resource of its own in the templates. */
  readonly evidence?: Evidence;
  readonly place: Place;
}

/** Where a box is: a card with the text beside the icon, or an icon with the text below it, centred at x. */
export type Place =
  | { readonly card: { readonly x: number; readonly y: number; readonly width: number } }
  | { readonly icon: { readonly x: number; readonly y: number } };

export type Side = 'left' | 'right' | 'top' | 'bottom';

/** An end of an arrow: a box's or frame's side, at `along` of it, counted from its middle. */
export interface End {
  readonly of: string;
  readonly side: Side;
  /** @default 0 */
  readonly along?: number;
}

export interface Arrow {
  readonly from: End;
  readonly to: End;
  /** Where the arrow turns: x and y in turns, beginning with that in which it leaves. */
  readonly bends?: readonly number[];
  readonly label?: { readonly text: string; readonly x: number; readonly y: number };
  /** Events, control and failover are dashed; data and requests are not. */
  readonly dashed?: boolean;
  readonly evidence: Evidence;
}

/** A frame around boxes. */
export interface Frame {
  readonly id: string;
  readonly title: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly kind: 'cloud' | 'region' | 'capability' | 'people' | 'workflow' | 'origins';
  /** The stack whose region the title names. */
  readonly regionOf?: string;
}

/** One step of the flow, as the legend explains it. */
export interface Step {
  readonly title: string;
  readonly text: string;
}
