export { architecture } from './chapter';
