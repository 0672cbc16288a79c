import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Kernel } from '../kernel/kernel';
import type { Attributes, LocalService, Resource, ResourceProvider } from '../kernel/service';
import type { Store } from '../kernel/store';

interface Made {
  readonly physicalId: string;
  readonly data: Attributes;
  /** The fingerprint of the properties of its last deployment. */
  readonly fingerprint: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId?: string;
  readonly Data?: Record<string, unknown>;
}

const answerTimeout = 60_000;
const answerPath = '/_cloudformation/';

/** CloudFormation hands every property of a custom resource over as text. */
function stringified(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stringified);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, stringified(item)]));
}

/**
 * Custom resources: the function is invoked with CloudFormation's event and answers by `PUT` to the response URL.
 * What it made is kept, so that a later start with the same properties asks it nothing.
 */
export class CustomResources implements LocalService {
  private readonly made: Store<Made>;
  private readonly waiting = new Map<string, (answer: Answer) => void>();

  constructor(private readonly kernel: Kernel) {
    this.made = kernel.store<Made>('cloudformation', 'custom-resources');
  }

  readonly provider: ResourceProvider<Record<string, unknown>> = {
    identify: (resource) => {
      const made = this.made.get(key(resource));
      return { ref: made?.physicalId ?? resource.name, attributes: made?.data ?? {} };
    },
    deploy: async (resource) => {
      const properties = stringified(resource.properties) as Record<string, unknown>;
      const fingerprint = createHash('sha256').update(JSON.stringify(properties)).digest('hex');
      const before = this.made.get(key(resource));
      if (before?.fingerprint === fingerprint) return before.data;
      const answer = await this.request(resource, properties, before);
      if (answer.Status !== 'SUCCESS') {
        throw new Error(`${resource.logicalId} (${resource.type}): ${answer.Reason ?? 'failed without a reason'}`);
      }
      const data = answer.Data ?? {};
      const physicalId = answer.PhysicalResourceId ?? before?.physicalId ?? resource.name;
      this.made.put(key(resource), { physicalId, data, fingerprint, properties });
      return data;
    },
    destroy: async (resource) => {
      const before = this.made.get(key(resource));
      if (!before) return;
      const answer = await this.request(resource, before.properties, before, 'Delete');
      if (answer.Status !== 'SUCCESS') throw new Error(answer.Reason ?? 'failed without a reason');
      this.made.delete(key(resource));
    },
  };

  readonly resources: Readonly<Record<string, ResourceProvider>> = { Custom: this.provider };

  /** Accepts a function's response; `false` where the request is not one. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    if (!request.url?.startsWith(answerPath) || request.method !== 'PUT') return false;
    const id = request.url.slice(answerPath.length);
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const settle = this.waiting.get(id);
        response.writeHead(settle ? 200 : 403).end();
        settle?.(JSON.parse(Buffer.concat(chunks).toString()) as Answer);
      });
    return true;
  }

  private async request(
    resource: Resource,
    properties: Readonly<Record<string, unknown>>,
    before?: Made,
    requestType = before ? 'Update' : 'Create',
  ): Promise<Answer> {
    const { region, logicalId, stackName, type } = resource;
    const id = randomUUID();
    const answered = new Promise<Answer>((resolve) => this.waiting.set(id, resolve));
    const event = {
      RequestType: requestType,
      RequestId: id,
      ResponseURL: `${this.kernel.endpoint}${answerPath}${id}`,
      StackId: `arn:aws:cloudformation:${region}:${this.kernel.accountId}:stack/${stackName}/local`,
      LogicalResourceId: logicalId,
      ResourceType: type,
      ServiceToken: properties.ServiceToken,
      ResourceProperties: properties,
      ...(before && { PhysicalResourceId: before.physicalId }),
      ...(requestType === 'Update' && { OldResourceProperties: before?.properties }),
    };
    let timer: NodeJS.Timeout | undefined;
    try {
      const { FunctionError, Payload } = await this.kernel.call<{ FunctionError?: string; Payload?: Uint8Array }>({
        service: 'lambda',
        operation: 'Invoke',
        region,
        // A deployment has the permissions of the principal that deploys.
        principal: { kind: 'root', accountId: this.kernel.accountId },
        input: { FunctionName: String(properties.ServiceToken), Payload: Buffer.from(JSON.stringify(event)) },
      });
      if (FunctionError) return { Status: 'FAILED', Reason: Buffer.from(Payload ?? []).toString() };
      const late = new Promise<Answer>((resolve) => {
        const reason = `its function did not answer within ${answerTimeout / 1000} s`;
        timer = setTimeout(() => resolve({ Status: 'FAILED', Reason: reason }), answerTimeout);
      });
      return await Promise.race([answered, late]);
    } finally {
      clearTimeout(timer);
      this.waiting.delete(id);
    }
  }
}

const key = ({ stackName, logicalId }: Resource) => `${stackName}/${logicalId}`;
