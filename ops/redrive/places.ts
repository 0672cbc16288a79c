import type { AssemblyStack } from '../assembly';

/** A queue or a bucket of a stage that keeps dead letters. */
export interface Place {
  /** `{stack}/{construct}`, without the stage's name and CloudFormation's hash: `MediaPipeline/DeadLetters`. */
  readonly name: string;
  readonly kind: 'queue' | 'bucket';
  readonly stack: string;
  readonly region: string;
  readonly logicalId: string;
}

const withoutHash = (logicalId: string) => logicalId.replace(/[0-9A-F]{8}$/, '');

/** All places of a stage's templates: its queues, and the buckets to which event source mappings send failed records. */
export function placesOf(stage: string, stacks: readonly AssemblyStack[]): Place[] {
  const isKept = ({ name, kind }: Place) => kind === 'queue' || name.endsWith('/FailedRecords');
  return stacks
    .flatMap(({ name: stack, region, resources }) =>
      Object.entries(resources).flatMap(([logicalId, { Type }]): Place[] => {
        const kind = Type === 'AWS::SQS::Queue' ? 'queue' : Type === 'AWS::S3::Bucket' ? 'bucket' : undefined;
        const part = stack.slice(`OmniStream-${stage}-`.length);
        return kind ? [{ name: `${part}/${withoutHash(logicalId)}`, kind, stack, region, logicalId }] : [];
      }),
    )
    .filter(isKept)
    .sort((a, b) => a.name.localeCompare(b.name));
}
