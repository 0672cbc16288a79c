import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { PrivateBucket } from './private-bucket';

/**
 * Allows Transcribe itself, for jobs of this account, to act on the objects whose keys match.
 *
 * According to the current guide, a job reads and writes with the permissions of its caller. An older edition
 * ("Permissions Required for Audio Transcription", access-control-managing-permissions.html) requires this statement in
 * the bucket's policy, and CloudTrail logs described by a public project show the caller for the check at the start and
 * the service itself for the job. The sources disagree, so both are allowed; `aws:SourceAccount` excludes jobs of other
 * accounts:
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
