import type { Kept } from '../keep';
import { calledByAws } from './aws';
import { writtenByCdk } from './cdk';
import { rarePaths } from './rare';
import { otherStages } from './stage';

/** All allowances that are kept without evidence. A reason that is no longer needed fails the check. */
export const kept: readonly Kept[] = [...calledByAws, ...rarePaths, ...writtenByCdk, ...otherStages];
