import { ServiceError } from '../../../kernel/service';
import type { Json, TaskState } from '../definition';
import { StateFailure } from '../failure';
import type { Step } from '../run';
import { callError } from './call-error';
import { callerOf } from './caller';
import { invokeFunction } from './lambda';
import { optimizedInput, optimizedOutput } from './optimized';
import { queryEnded } from './query';
import type { TaskResource } from './resource';
import { sdkInput, sdkOutput } from './sdk';

/** Carries out a Task's call once. Throws {@link StateFailure} with AWS's names of errors. */
export async function perform(step: Step<TaskState>, resource: TaskResource, args: Json): Promise<Json> {
  const call = callerOf(step);
  try {
    if (resource.service === 'lambda' && resource.kind !== 'aws-sdk') return await invokeFunction(call, resource, args);
    const { service, operation } = resource;
    if (resource.kind === 'optimized') {
      const input = optimizedInput(resource, args, step.execution);
      if (resource.isSync) return sdkOutput(resource, await queryEnded(step, call, input));
      return optimizedOutput(resource, await sdkOutput(resource, await call(service, operation, input)));
    }
    return await sdkOutput(resource, await call(service, operation, sdkInput(resource, args)));
  } catch (error) {
    if (error instanceof StateFailure) throw error;
    if (error instanceof ServiceError) {
      throw callError(resource, error, step.engine.kernel.models(resource.service, error.name));
    }
    throw new StateFailure('States.Runtime', `${resource.history.resource}: ${(error as Error).message}`);
  }
}
