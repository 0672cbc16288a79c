import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Who takes the messages of a case's queue, and what they do with the task token. */
export type Holder =
  | 'none'
  | 'task_success'
  | 'task_failure'
  | 'task_failure_no_error'
  | 'heartbeat_and_task_success'
  | 'heartbeat_and_body_success';

async function settle(sfn: SFNClient, holder: Holder, text: string): Promise<void> {
  const body = JSON.parse(text) as { TaskToken: string; Message?: unknown };
  const taskToken = body.TaskToken;
  if (holder.startsWith('heartbeat')) await sfn.send(new SendTaskHeartbeatCommand({ taskToken }));
  if (holder.startsWith('task_failure')) {
    const error = holder === 'task_failure' ? { error: 'Failure error', cause: 'Failure cause' } : {};
    await sfn.send(new SendTaskFailureCommand({ taskToken, ...error }));
  } else {
    const output = holder.endsWith('body_success') ? body : body.Message;
    await sfn.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
  }
}

/** Takes the messages of a queue until the execution has ended. */
export async function holdTokens(
  clients: { readonly sqs: SQSClient; readonly sfn: SFNClient },
  QueueUrl: string,
  holder: Holder,
  ended: AbortSignal,
): Promise<void> {
  while (!ended.aborted) {
    const { Messages = [] } = await clients.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    for (const { Body = '', ReceiptHandle } of Messages) {
      if (holder !== 'none') await settle(clients.sfn, holder, Body);
      await clients.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    await new Promise((done) => setTimeout(done, 10));
  }
}
