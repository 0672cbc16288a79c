export { type BoxStyle, Drawing } from './drawing';
export { textWidth, wrap } from './font';
export { coincide, contains, cross, legs, overlap, type Point, type Rect } from './geometry';
export { png } from './png';
