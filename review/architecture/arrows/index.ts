import type { Arrow } from '../model';
import { data } from './data';
import { edge } from './edge';
import { pipeline } from './pipeline';

/** Every arrow of the picture with its evidence in the templates. */
export const arrows: readonly Arrow[] = [...edge, ...pipeline, ...data];
