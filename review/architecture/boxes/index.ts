import type { Box } from '../model';
import { api } from './api';
import { data } from './data';
import { edge } from './edge';
import { operations } from './operations';
import { people } from './people';
import { pipeline } from './pipeline';

/** Every box of the picture. */
export const boxes: readonly Box[] = [...people, ...edge, ...pipeline, ...operations, ...api, ...data];
