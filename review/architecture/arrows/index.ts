import type { Arrow } from '../model';
import { data } from './data';
import { edge } from './edge';
import { pipeline } from './pipeline';

/** Every arrow of the picture, with what in the templates shows that it is there. */
export const arrows: readonly Arrow[] = [...edge, ...pipeline, ...data];
