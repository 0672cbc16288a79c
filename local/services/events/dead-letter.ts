import type { Kernel } from '../../kernel/kernel';
import type { Principal } from '../../kernel/service';
import type { Delivery } from './delivery';
import { queueUrl } from './send';

interface Reason {
  readonly code: string;
  readonly message: string;
  /** The limit of the retry policy that was reached; absent if the error is not retried. */
  readonly condition?: string;
}

const text = (StringValue: string) => ({ DataType: 'String', StringValue });

/** Sends the event and the reason of the failure to the target's dead-letter queue, if it has one. */
export async function deadLetter(
  kernel: Kernel,
  principal: Principal,
  { target, event, ruleArn, attempts }: Delivery,
  { code, message, condition }: Reason,
): Promise<void> {
  const arn = target.DeadLetterConfig?.Arn;
  if (!arn) return;
  await kernel.call({
    service: 'sqs',
    operation: 'SendMessage',
    region: arn.split(':')[3] || kernel.region,
    principal,
    input: {
      QueueUrl: queueUrl(kernel, arn),
      MessageBody: JSON.stringify(event),
      MessageAttributes: {
        RULE_ARN: text(ruleArn),
        TARGET_ARN: text(target.Arn),
        ERROR_CODE: text(code),
        ERROR_MESSAGE: text(message.slice(0, 1024) || code),
        RETRY_ATTEMPTS: { DataType: 'Number', StringValue: String(attempts) },
        ...(condition && { EXHAUSTED_RETRY_CONDITION: text(condition) }),
      },
    },
  });
}
