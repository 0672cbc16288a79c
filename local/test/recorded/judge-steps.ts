import { createDynamoDb } from '../../services/dynamodb';
import { createEvents } from '../../services/events';
import { createKms } from '../../services/kms';
import { createS3 } from '../../services/s3';
import { createScheduler } from '../../services/scheduler';
import { createSecretsManager } from '../../services/secrets-manager';
import { createSqs } from '../../services/sqs';
import { deployRole } from '../../testing/role';
import { type Laptop, startLaptop } from '../../testing/start-services';
import { runSteps, type Step } from './steps';
import { judge } from './table';
import { isUnread } from './unread';

/** Every case of a table of steps has the services for itself. */
export function judgeSteps(table: string): void {
  judge<{ id: string; steps: readonly Step[] }>(table, async ({ steps }) => {
    const laptop: Laptop = await startLaptop((kernel) => [
      createKms(kernel),
      createS3(kernel),
      createDynamoDb(kernel),
      createSqs(kernel),
      createSecretsManager(kernel),
      createScheduler(kernel),
      createEvents(kernel),
    ]);
    const role = await deployRole(laptop, 'scheduler.amazonaws.com');
    try {
      return (await runSteps(laptop, steps, { roleArn: role })).filter((difference) => !isUnread(difference));
    } finally {
      await laptop.stop();
    }
  });
}
