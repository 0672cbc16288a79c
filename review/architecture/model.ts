import type { Evidence } from './evidence';

/** A box of the picture. Its resources are those of its constructs; a box without constructs has evidence instead. */
export interface Box {
  readonly id: string;
  /** The name of the icon for `Drawing.icon`. */
  readonly icon: string;
  /** The service in AWS's spelling. */
  readonly name: string;
  /** The purpose, in lines. */
  readonly detail: readonly string[];
  /** The step of the flow that the box belongs to. */
  readonly step?: number;
  /** Prefixes of the names of its resources: `MediaPipeline/Ingest`. The longest matching prefix decides. */
  readonly constructs?: readonly string[];
  /** The types that the box represents. Its other resources must have a supporting type. */
  readonly types?: readonly string[];
  /** Types that belong to this box in every construct. */
  readonly everywhere?: readonly string[];
  /** Evidence for a service without a resource in the templates. */
  readonly evidence?: Evidence;
  readonly place: Place;
}

/** The position of a box: a card with the text beside the icon, or an icon with the text below it, centred at x. */
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
  /** The bends of the arrow: alternating x and y, starting with the direction in which it leaves. */
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

/** One step of the flow with its explanation in the legend. */
export interface Step {
  readonly title: string;
  readonly text: string;
}
