import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Announcements } from './fail';

/** SNS accepts subjects of at most 100 printable ASCII characters. */
const maxSubjectLength = 100;

export class Topic implements Announcements {
  constructor(
    private readonly client: SNSClient,
    private readonly topicArn: string,
  ) {}

  async announce(subject: string, message: object): Promise<void> {
    const Subject = subject.replace(/[^\x20-\x7e]/g, '?').slice(0, maxSubjectLength);
    await this.client.send(
      new PublishCommand({ TopicArn: this.topicArn, Subject, Message: JSON.stringify(message, null, 2) }),
    );
  }
}
