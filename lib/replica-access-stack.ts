import type { Construct } from 'constructs';
import type { DeliveryStack } from './delivery-stack';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';
import type { ReplicaStack } from './replica-stack';

export interface ReplicaAccessStackProps extends OmniStreamStackProps {
  readonly replica: ReplicaStack;
  readonly delivery: DeliveryStack;
}

/** The policy of the replica of the content, which names the distribution. A bucket's policy must be in its region. */
export class ReplicaAccessStack extends OmniStreamStack {
  constructor(scope: Construct, props: ReplicaAccessStackProps) {
    const { stage, replica, delivery } = props;
    super(scope, props, {
      part: 'ReplicaAccess',
      description: 'OmniStream: access to the replica of the content',
      region: stage.replicaRegion,
    });
    replica.content.admit(this, 'ContentPolicy', delivery.distribution);
  }
}
