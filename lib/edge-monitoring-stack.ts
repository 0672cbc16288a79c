import type { Construct } from 'constructs';
import { DataKey } from './constructs/data-key';
import { AlarmTopic } from './constructs/monitoring/alarm-topic';
import { watchMail } from './constructs/monitoring/mail-alarms';
import { MonthlyBudget } from './constructs/monitoring/monthly-budget';
import { EdgeErrors } from './constructs/monitoring/request-alarms';
import type { DeliveryStack } from './delivery-stack';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';

export interface EdgeMonitoringStackProps extends OmniStreamStackProps {
  readonly delivery: DeliveryStack;
}

/** Alarms of global services, whose metrics are in us-east-1, and the stage's budget. */
export class EdgeMonitoringStack extends OmniStreamStack {
  constructor(scope: Construct, props: EdgeMonitoringStackProps) {
    super(scope, props, {
      part: 'EdgeMonitoring',
      description: 'OmniStream: alarms of global services, and the budget',
      region: 'us-east-1',
    });
    const { stage, delivery } = props;
    const encryptionKey = new DataKey(this, 'Key', { stage, description: 'Messages of alarms, us-east-1' });
    const topic = new AlarmTopic(this, 'Alarms', { stage, encryptionKey });
    const { distributionId } = delivery.distribution;
    new EdgeErrors(this, 'EdgeErrors', { topic, distributionId });
    if (stage.region !== this.region) watchMail(this, { topic });
    const { monthlyBudget, alarms } = stage;
    if (monthlyBudget !== undefined && alarms?.email !== undefined) {
      new MonthlyBudget(this, 'Budget', { stage, usd: monthlyBudget, email: alarms.email });
    }
  }
}
