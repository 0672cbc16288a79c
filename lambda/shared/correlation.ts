/**
 * The characters of ids of API Gateway's requests, and of others. They are also valid in the metadata of jobs and in tags:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions
 */
const correlationIdPattern = /^[\w.:/=+@-]{1,128}$/;

/**
 * The correlation id of what a function was invoked with: the id of the request that caused it. `undefined` for events
 * that contain none; their handlers find the id in the record of the asset.
 */
export function correlationIdOf(event: unknown): string | undefined {
  const ids = [
    // A step of the workflow.
    at(event, 'correlationId'),
    // A request of the API or of a function URL.
    at(event, 'requestContext', 'requestId'),
    // An event of MediaConvert.
    at(event, 'detail', 'userMetadata', 'correlationId'),
    // The end of an execution.
    at(parsed(at(event, 'detail', 'input')), 'correlationId'),
  ];
  return ids.find((id): id is string => typeof id === 'string' && correlationIdPattern.test(id));
}

/** The asset and the run of a step of the workflow. */
export function subjectOf(event: unknown): { readonly assetId?: string; readonly run?: string } {
  const [assetId, run] = [at(event, 'assetId'), at(event, 'run')];
  return typeof assetId === 'string' && typeof run === 'string' ? { assetId, run } : {};
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined),
    value,
  );
}

function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
