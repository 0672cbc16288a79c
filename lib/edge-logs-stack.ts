import type { Construct } from 'constructs';
import { EdgeLogs } from './constructs/lake/edge-logs';
import type { DeliveryStack } from './delivery-stack';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';
import type { StorageStack } from './storage-stack';

export interface EdgeLogsStackProps extends OmniStreamStackProps {
  readonly storage: StorageStack;
  readonly delivery: DeliveryStack;
}

/** Delivery of CloudFront's logs to the lake. CloudFront provides its logs in us-east-1. */
export class EdgeLogsStack extends OmniStreamStack {
  constructor(scope: Construct, props: EdgeLogsStackProps) {
    super(scope, props, {
      part: 'EdgeLogs',
      description: 'OmniStream: logs of edge requests in the lake',
      region: 'us-east-1',
    });
    const { stage, storage, delivery } = props;
    new EdgeLogs(this, 'EdgeLogs', { stage, distribution: delivery.distribution, lake: storage.lake });
  }
}
