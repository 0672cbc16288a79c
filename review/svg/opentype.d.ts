/** Types for the parts of opentype.js that this folder uses; the package has none. */
declare module 'opentype.js' {
  export interface Glyph {
    readonly index: number;
    /** In font units. */
    readonly advanceWidth: number;
    getPath(x: number, y: number, fontSize: number): { toPathData(decimals: number): string };
  }
  export interface Font {
    readonly unitsPerEm: number;
    charToGlyph(character: string): Glyph;
  }
  export function parse(file: ArrayBuffer): Font;
}
