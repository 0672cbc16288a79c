import type {
  GetQueueCommandInput,
  GetQueueCommandOutput,
  ListQueuesCommandInput,
  ListQueuesCommandOutput,
} from '@aws-sdk/client-mediaconvert';
import type { Kernel } from '../../../kernel/kernel';
import type { Call } from '../../../kernel/service';
import type { Jobs } from '../jobs';
import { describeQueue, type Queues } from '../queues';

export function getQueue(jobs: Jobs, queues: Queues) {
  return ({ Name }: GetQueueCommandInput, { region }: Call): Omit<GetQueueCommandOutput, '$metadata'> => ({
    Queue: describeQueue(queues.get(region, Name), jobs.list(region)),
  });
}

export function listQueues(jobs: Jobs, queues: Queues) {
  return (input: ListQueuesCommandInput, { region }: Call): Omit<ListQueuesCommandOutput, '$metadata'> => {
    const { ListBy = 'CREATION_DATE', Order = 'DESCENDING' } = input;
    const direction = Order === 'ASCENDING' ? 1 : -1;
    const all = queues.list(region).sort((a, b) => {
      return direction * (ListBy === 'NAME' ? a.name.localeCompare(b.name) : a.createdAt - b.createdAt);
    });
    return { Queues: all.map((queue) => describeQueue(queue, jobs.list(region))) };
  };
}

/** There is one endpoint for all accounts, as on AWS since accounts no longer have their own. */
export function describeEndpoints(kernel: Kernel) {
  return () => ({ Endpoints: [{ Url: kernel.endpoint }] });
}
