import { knownProperties, unsupported } from '../../kernel/known-properties';
import type { ResourceProvider } from '../../kernel/service';
import type { Jobs } from './jobs';
import { type Queues, queueArn } from './queues';

interface QueueProperties {
  readonly Name?: string;
  readonly Description?: string;
  readonly PricingPlan?: string;
  readonly Status?: 'ACTIVE' | 'PAUSED';
  readonly Tags?: unknown;
}

/** `AWS::MediaConvert::Queue` with on-demand pricing. */
export function queueResource(queues: Queues, jobs: Jobs): ResourceProvider<QueueProperties> {
  return {
    identify({ region, accountId, name, properties }) {
      const own = properties.Name ?? name;
      return { ref: own, attributes: { Arn: queueArn(region, accountId, own), Name: own } };
    },
    deploy(resource) {
      const { properties, region, name } = resource;
      knownProperties(resource, ['Name', 'Description', 'PricingPlan', 'Status', 'Tags']);
      if ((properties.PricingPlan ?? 'ON_DEMAND') !== 'ON_DEMAND') throw unsupported(resource, 'PricingPlan');
      queues.put(region, properties.Name ?? name, properties.Description, properties.Status ?? 'ACTIVE');
      jobs.queueActivated();
      return undefined;
    },
  };
}
