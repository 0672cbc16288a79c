import type { Kept } from '../keep';
import { calledByAws } from './aws';
import { writtenByCdk } from './cdk';
import { rarePaths } from './rare';
import { otherStages } from './stage';

/** Everything that is kept without evidence. The list only shrinks: a reason that is not needed fails the check. */
export const kept: readonly Kept[] = [...calledByAws, ...rarePaths, ...writtenByCdk, ...otherStages];
