import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { stageName } from './stage';

/** SNS accepts subjects of at most 100 printable ASCII characters. */
const maxSubjectLength = 100;

interface Announcement {
  /** What follows the stage's name in the subject of the message. */
  readonly subject: string;
  readonly detailType: string;
  readonly detail: object;
  /** The detail of the event, where it differs from that of the message. @default - the same */
  readonly eventDetail?: object;
}

/** Announcements to the operators' topic, and to other applications on the account's default event bus. */
export class OperatorAnnouncements {
  constructor(
    private readonly sns: SNSClient,
    private readonly topicArn: string,
    private readonly events: EventBridgeClient,
  ) {}

  /** The message and the event also name the stage. Throws if one of them is not accepted. */
  protected async publish({ subject, detailType, detail, eventDetail = detail }: Announcement): Promise<void> {
    await Promise.all([this.notify(subject, detail), this.send(detailType, eventDetail)]);
  }

  private async notify(subject: string, detail: object): Promise<void> {
    const whole = `OmniStream ${stageName}: ${subject}`;
    const Subject = whole.replace(/[^\x20-\x7e]/g, '?').slice(0, maxSubjectLength);
    const Message = JSON.stringify({ stage: stageName, ...detail }, null, 2);
    await this.sns.send(new PublishCommand({ TopicArn: this.topicArn, Subject, Message }));
  }

  private async send(DetailType: string, detail: object): Promise<void> {
    const Detail = JSON.stringify({ stage: stageName, ...detail });
    const command = new PutEventsCommand({ Entries: [{ Source: 'omnistream', DetailType, Detail }] });
    const { FailedEntryCount = 0, Entries } = await this.events.send(command);
    if (FailedEntryCount > 0) throw new Error(`EventBridge did not accept the event: ${Entries?.[0]?.ErrorCode}`);
  }
}
