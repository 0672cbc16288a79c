import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { PrivateBucket } from './private-bucket';

/**
 * Lets Transcribe itself, for jobs of this account, act on the objects whose keys match.
 *
 * The guide's present edition lets a job read and write with the permissions of whoever started it. An older one
 * ("Permissions Required for Audio Transcription", access-control-managing-permissions.html) wants this statement in the
 * bucket's policy, and CloudTrail logs that a public project describes show the caller for the check at the start and the
 * service itself for the job. No source decides, so both are allowed; `aws:SourceAccount` keeps other accounts' jobs out:
 * https://docs.aws.amazon.com/transcribe/latest/dg/cross-service-confused-deputy-prevention.html
 */
export function allowTranscribe(
  bucket: PrivateBucket,
  keys: string,
  actions: readonly string[],
  keyActions: readonly string[],
): void {
  const service = {
    principals: [new ServicePrincipal('transcribe.amazonaws.com')],
    conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
  };
  bucket.addToResourcePolicy(
    new PolicyStatement({ ...service, actions: [...actions], resources: [bucket.arnForObjects(keys)] }),
  );
  bucket.encryptionKey?.addToResourcePolicy(
    new PolicyStatement({ ...service, actions: [...keyActions], resources: ['*'] }),
  );
}
