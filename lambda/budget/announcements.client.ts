import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { stageName } from '../shared/stage';
import type { ReservePorts, WaitingFilm } from './reserve';

type Announcements = ReservePorts['announcements'];

/** Announces films that wait for an approval to the operators' topic, and on the account's default event bus. */
export class ApprovalAnnouncements implements Announcements {
  constructor(
    private readonly sns: SNSClient,
    private readonly topicArn: string,
    private readonly events: EventBridgeClient,
  ) {}

  async announceWaiting(film: WaitingFilm): Promise<void> {
    const detail = { stage: stageName, ...film };
    const Subject = `OmniStream ${stageName}: asset ${film.assetId} waits for an approval of its cost`;
    await this.sns.send(
      new PublishCommand({ TopicArn: this.topicArn, Subject, Message: JSON.stringify(detail, null, 2) }),
    );
    const entry = { Source: 'omnistream', DetailType: 'AssetAwaitingApproval', Detail: JSON.stringify(detail) };
    const { FailedEntryCount = 0, Entries } = await this.events.send(new PutEventsCommand({ Entries: [entry] }));
    if (FailedEntryCount > 0) throw new Error(`EventBridge did not accept the event: ${Entries?.[0]?.ErrorCode}`);
  }
}
