/** Colours and sizes of all drawings. */

export const ink = '#232f3e';
export const quiet = '#545b64';
export const failing = '#b0232a';

/** Sizes of text in user units. The smallest one limits the size of a drawing: see `paper.ts`. */
export const text = { title: 18, heading: 13, normal: 12, small: 11 } as const;

/** A fill and the border that goes with it. */
export interface Tint {
  readonly fill: string;
  readonly stroke: string;
}

export const tints = {
  blue: { fill: '#e8f1fb', stroke: '#2f6fb3' },
  green: { fill: '#e9f5ec', stroke: '#3c8a57' },
  orange: { fill: '#fdf1e3', stroke: '#c77a1f' },
  purple: { fill: '#f1ecfa', stroke: '#7a55b8' },
  red: { fill: '#fbeaea', stroke: failing },
  grey: { fill: '#f3f4f6', stroke: '#8a929c' },
} as const satisfies Record<string, Tint>;
