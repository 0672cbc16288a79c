import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { stageName } from '../../shared/stage';
import type { Announcements, Failure } from './fail';

/** SNS accepts subjects of at most 100 printable ASCII characters. */
const maxSubjectLength = 100;

/** Announces failures to the operators' topic, and to other applications on the account's default event bus. */
export class FailureAnnouncements implements Announcements {
  constructor(
    private readonly sns: SNSClient,
    private readonly topicArn: string,
    private readonly events: EventBridgeClient,
  ) {}

  async announce(failure: Failure): Promise<void> {
    await Promise.all([this.notify(failure), this.send(failure)]);
  }

  private async notify(failure: Failure): Promise<void> {
    const subject = `OmniStream ${stageName}: asset ${failure.assetId} failed (${failure.code})`;
    const Subject = subject.replace(/[^\x20-\x7e]/g, '?').slice(0, maxSubjectLength);
    const Message = JSON.stringify({ stage: stageName, ...failure }, null, 2);
    await this.sns.send(new PublishCommand({ TopicArn: this.topicArn, Subject, Message }));
  }

  /** The event has no cause: causes are for operators, and contain stack traces. */
  private async send({ cause: _, ...failure }: Failure): Promise<void> {
    const Detail = JSON.stringify({ stage: stageName, ...failure });
    const command = new PutEventsCommand({ Entries: [{ Source: 'omnistream', DetailType: 'AssetFailed', Detail }] });
    const { FailedEntryCount = 0, Entries } = await this.events.send(command);
    if (FailedEntryCount > 0) throw new Error(`EventBridge did not accept the event: ${Entries?.[0]?.ErrorCode}`);
  }
}
