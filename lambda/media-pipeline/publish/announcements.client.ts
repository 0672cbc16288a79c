import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Announcements } from './fail';

/** SNS takes subjects of up to 100 printable ASCII characters. */
const longestSubject = 100;

export class Topic implements Announcements {
  constructor(
    private readonly client: SNSClient,
    private readonly topicArn: string,
  ) {}

  async announce(subject: string, message: object): Promise<void> {
    const Subject = subject.replace(/[^\x20-\x7e]/g, '?').slice(0, longestSubject);
    await this.client.send(
      new PublishCommand({ TopicArn: this.topicArn, Subject, Message: JSON.stringify(message, null, 2) }),
    );
  }
}
