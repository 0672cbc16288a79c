import type { Pattern } from './pattern';
import { clauses } from './patterns/clauses';
import { code } from './patterns/code';
import { wordings } from './patterns/wordings';

/** All patterns. Each has examples in test/cases/english.json. */
export const patterns: readonly Pattern[] = [...code, ...clauses, ...wordings];
