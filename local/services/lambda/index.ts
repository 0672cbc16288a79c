import * as sdk from '@aws-sdk/client-lambda';
import { clockOf } from '../../kernel/clock';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService } from '../../kernel/service';
import { EventSources } from './event-source/event-sources';
import { eventSourceOperations } from './event-source/operations';
import { eventSourceResource } from './event-source/resource';
import { Functions, type LambdaOptions } from './functions';
import { lambdaOperations } from './operations';
import { permissions } from './permissions';
import { lambdaResources } from './resources';

/** Lambda: the assembly's bundles run in worker threads. */
export function createLambda(kernel: Kernel, options: LambdaOptions): LocalService {
  const functions = new Functions(kernel, options);
  const { streams, clock = clockOf(() => kernel.now()) } = options;
  const sources = new EventSources({ kernel, functions, streams, clock });
  return {
    wire: {
      id: 'lambda',
      sdk,
      permissions,
      operations: { ...lambdaOperations(functions), ...eventSourceOperations(sources) },
    },
    resources: {
      ...lambdaResources(kernel, functions, options),
      'AWS::Lambda::EventSourceMapping': eventSourceResource(sources),
    },
    start() {
      functions.resume();
      sources.start();
    },
    async stop() {
      sources.stop();
      await functions.close();
      await sources.ended();
    },
  };
}
