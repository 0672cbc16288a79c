import {
  type CloudWatchLogsClient,
  DeleteLogGroupCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import { DescribeKeyCommand, type KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { DeleteSecretCommand, DescribeSecretCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DeleteQueueCommand, GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { bytes, plural } from '../../table';
import { type ResourceKind, type StageResource, unlessGone } from '../resource';

/** Days until KMS deletes a key; this is the minimum. A key that waits for its deletion costs nothing. */
const keyWindow = 7;

export function logGroups(client: (region: string) => CloudWatchLogsClient): ResourceKind {
  return {
    async describe({ region, id }) {
      const pages = paginateDescribeLogGroups({ client: client(region) }, { logGroupNamePrefix: id });
      for await (const { logGroups = [] } of pages) {
        const found = logGroups.find(({ logGroupName }) => logGroupName === id);
        if (found) return bytes(found.storedBytes ?? 0);
      }
      return undefined;
    },
    async remove({ region, id }, say) {
      await unlessGone(['ResourceNotFoundException'], () =>
        client(region).send(new DeleteLogGroupCommand({ logGroupName: id })),
      );
      say(`deleted log group ${id}`);
    },
  };
}

export function secrets(client: (region: string) => SecretsManagerClient): ResourceKind {
  return {
    async describe({ region, id }) {
      const call = () => client(region).send(new DescribeSecretCommand({ SecretId: id }));
      const found = await unlessGone(['ResourceNotFoundException'], call);
      return found && !found.DeletedDate ? 'a secret' : undefined;
    },
    async remove({ region, id }, say) {
      await unlessGone(['ResourceNotFoundException'], () =>
        client(region).send(new DeleteSecretCommand({ SecretId: id, ForceDeleteWithoutRecovery: true })),
      );
      say(`deleted secret ${id}`);
    },
  };
}

export function queues(client: (region: string) => SQSClient): ResourceKind {
  const names = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];
  return {
    async describe({ region, id }) {
      const command = new GetQueueAttributesCommand({ QueueUrl: id, AttributeNames: ['ApproximateNumberOfMessages'] });
      const found = await unlessGone(names, () => client(region).send(command));
      return found && plural(Number(found.Attributes?.ApproximateNumberOfMessages ?? 0), 'message');
    },
    async remove({ region, id }, say) {
      await unlessGone(names, () => client(region).send(new DeleteQueueCommand({ QueueUrl: id })));
      say(`deleted queue ${id}`);
    },
  };
}

/** Keys. Templates often retain them, because data are unreadable without their key. They are deleted last. */
export function keys(client: (region: string) => KMSClient): ResourceKind {
  const state = async ({ region, id }: StageResource) => {
    const call = () => client(region).send(new DescribeKeyCommand({ KeyId: id }));
    return (await unlessGone(['NotFoundException'], call))?.KeyMetadata?.KeyState;
  };
  return {
    async describe(resource) {
      const found = await state(resource);
      return found === undefined || /PendingDeletion|PendingReplicaDeletion/.test(found) ? undefined : 'a key';
    },
    async remove({ region, id }, say) {
      await client(region).send(new ScheduleKeyDeletionCommand({ KeyId: id, PendingWindowInDays: keyWindow }));
      say(`key ${id} will be deleted in ${keyWindow} days`);
    },
  };
}
