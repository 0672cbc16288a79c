import * as sdk from '@aws-sdk/client-lambda';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService } from '../../kernel/service';
import { Functions, type LambdaOptions } from './functions';
import { lambdaOperations } from './operations';
import { lambdaResources } from './resources';

/** Lambda: the assembly's bundles in worker threads. */
export function createLambda(kernel: Kernel, options: LambdaOptions): LocalService {
  const functions = new Functions(kernel, options);
  return {
    wire: { id: 'lambda', sdk, operations: lambdaOperations(functions) },
    resources: lambdaResources(kernel, functions, options),
    start: () => functions.resume(),
    stop: () => functions.close(),
  };
}
