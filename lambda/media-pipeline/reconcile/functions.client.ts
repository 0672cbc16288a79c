import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { FailInput } from '../messages';
import type { UploadedSource } from './open-asset';
import type { ReconcilePorts } from './reconcile';

/** Smaller than every sequencer of S3, so that an event of a later upload is not taken for an older one. */
const noSequencer = '00';

/** The function that starts the workflow for a source. */
export class IntakeFunction implements Intake {
  constructor(
    private readonly client: LambdaClient,
    private readonly functionArn: string,
  ) {}

  arrived({ bucket, key, size, etag, versionId }: UploadedSource): Promise<void> {
    const object = { key, size, etag, 'version-id': versionId, sequencer: noSequencer };
    return send(this.client, this.functionArn, { detail: { bucket: { name: bucket }, object } });
  }
}

/** The function that records failures. */
export class FailureFunction implements Failures {
  constructor(
    private readonly client: LambdaClient,
    private readonly functionArn: string,
  ) {}

  record(failure: FailInput): Promise<void> {
    return send(this.client, this.functionArn, failure);
  }
}

type Intake = ReconcilePorts['intake'];
type Failures = ReconcilePorts['failures'];

/** Lambda repeats the call if it fails, and keeps it as a dead letter in the end. */
async function send(client: LambdaClient, functionArn: string, payload: object): Promise<void> {
  const Payload = Buffer.from(JSON.stringify(payload));
  await client.send(new InvokeCommand({ FunctionName: functionArn, InvocationType: 'Event', Payload }));
}
