import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { log } from './log';

/** The outcome of an operation on a resource. */
interface Outcome {
  /** If the id changes, CloudFormation deletes the resource with the previous id. */
  readonly physicalId: string;
  /** The attributes that `Fn::GetAtt` returns. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export type Work = (event: CloudFormationCustomResourceEvent) => Promise<Outcome>;

/** Part of the function's time that is reserved for sending the response, in milliseconds. */
const responseTimeoutMs = 5_000;

/**
 * The handler of a custom resource. CloudFormation waits an hour for a response, so the handler sends one in every case:
 * success, failure, or timeout. Protocol:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export function customResource(work: Work) {
  return async (event: CloudFormationCustomResourceEvent, context: Pick<Context, 'getRemainingTimeInMillis'>) => {
    const { StackId, RequestId, LogicalResourceId } = event;
    // CloudFormation requires an id even if the creation failed, and then requests its deletion.
    const physicalId = 'PhysicalResourceId' in event ? event.PhysicalResourceId : `${LogicalResourceId}-not-made`;
    const answer = { PhysicalResourceId: physicalId, StackId, RequestId, LogicalResourceId };
    try {
      const made = await withinTime(work(event), context.getRemainingTimeInMillis() - responseTimeoutMs);
      const { physicalId: PhysicalResourceId, attributes: Data } = made;
      await send(event.ResponseURL, { ...answer, Status: 'SUCCESS', PhysicalResourceId, Data });
    } catch (error) {
      log.error('The custom resource failed', { error, requestType: event.RequestType, resource: LogicalResourceId });
      // The response may have at most 4,096 bytes.
      const Reason = String(error).slice(0, 1_000);
      await send(event.ResponseURL, { ...answer, Status: 'FAILED', Reason });
    }
  };
}

async function withinTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The work took longer than the function may run')), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function send(url: string, answer: object): Promise<void> {
  // Bytes, not text: the URL's signature covers an empty Content-Type, and fetch gives text one.
  const body = Buffer.from(JSON.stringify(answer));
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(url, { method: 'PUT', body });
      if (!response.ok) throw new Error(`CloudFormation did not take the answer: HTTP status ${response.status}`);
      return;
    } catch (error) {
      if (attempt === 3) throw error;
      await new Promise((done) => setTimeout(done, 200 * attempt));
    }
  }
}
