export { type ArrowStyle, type BoxStyle, Drawing, type TextStyle } from './drawing';
export { textWidth, type Weight, wrap } from './font';
export { coincide, contains, cross, legs, overlap, type Point, type Rect } from './geometry';
export { png } from './png';
