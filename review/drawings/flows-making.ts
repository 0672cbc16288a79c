import { encryptedBy, own, rule, tableKey, tlsOnly } from './flow-evidence';
import type { Flow } from './flows';

/** From an uploaded source to a film. */
export const making: readonly Flow[] = [
  {
    ...{ from: 'creator', to: 'uploads', data: 'parts of a source', by: 'presigned address' },
    protection: 'TLS; encrypted with ContentKey; the signer may write only below uploads/',
    evidence: [
      { who: 'Uploads', may: 's3:PutObject', on: 'Storage.Uploads/uploads/*' },
      tlsOnly('Storage.UploadsPolicy'),
      encryptedBy('Storage.Uploads', 'ContentKey'),
    ],
  },
  {
    ...{ from: 'uploads', to: 'ingest', data: 'Object Created', by: 'EventBridge rule' },
    protection: 'inside AWS; key, size and version without content',
    evidence: [
      rule('MediaPipeline.SourceUploaded', 'aws.s3', 'Ingest'),
      {
        of: 'Storage.Uploads',
        has: { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } },
      },
    ],
  },
  {
    ...{ from: 'ingest', to: 'workflow', data: 'one start for one source', by: own },
    protection: 'TLS',
    evidence: [{ who: 'Ingest', may: 'states:StartExecution', on: 'MediaPipeline.Workflow' }],
  },
  {
    ...{ from: 'workflow', to: 'tables', data: 'states, task tokens', by: own },
    protection: 'TLS; encrypted with DataKey',
    evidence: [
      { who: 'Transcode', may: 'dynamodb:UpdateItem', on: 'Storage.Jobs' },
      { who: 'Publish', may: 'dynamodb:UpdateItem', on: 'Storage.Assets' },
      tableKey('Storage.Jobs'),
    ],
  },
  {
    ...{ from: 'workflow', to: 'content', data: 'manifests, captions', by: own },
    protection: 'TLS; encrypted with ContentKey',
    evidence: [
      { who: 'Publish', may: 's3:PutObject', on: 'Storage.Content/*/manifests/*' },
      { who: 'SpeechCaptions', may: 's3:PutObject', on: 'Storage.Content/*/captions/*' },
      encryptedBy('Storage.Content', 'ContentKey'),
      tlsOnly('Delivery.ContentPolicy'),
    ],
  },
  {
    ...{ from: 'workflow', to: 'mediaconvert', data: 'jobs', by: 'passed role' },
    protection: 'TLS; the role may be passed to MediaConvert only',
    evidence: [
      { who: 'Transcode', may: 'mediaconvert:CreateJob' },
      { who: 'Transcode', may: 'iam:PassRole', on: 'MediaPipeline.EncoderRole', under: 'iam:PassedToService' },
    ],
  },
  {
    ...{ from: 'uploads', to: 'mediaconvert', data: 'sources', by: 'passed role' },
    protection: 'TLS; decrypted with ContentKey for this bucket',
    evidence: [
      { who: 'mediaconvert, by EncoderRole', may: 's3:GetObject', on: 'Storage.Uploads/uploads/*' },
      {
        who: 'mediaconvert, by EncoderRole',
        may: 'kms:Decrypt',
        on: 'Storage.ContentKey',
        under: 'kms:EncryptionContext:aws:s3:arn',
      },
    ],
  },
  {
    ...{ from: 'mediaconvert', to: 'content', data: 'renditions, dubs', by: 'passed role' },
    protection: 'TLS; encrypted with ContentKey',
    evidence: [
      { who: 'mediaconvert, by EncoderRole', may: 's3:PutObject', on: 'Storage.Content/*/picture/*' },
      encryptedBy('Storage.Content', 'ContentKey'),
    ],
  },
  {
    ...{ from: 'mediaconvert', to: 'keys', data: 'requests for content keys', by: 'SigV4' },
    protection: 'TLS (SPEKE 2); only if the stage encrypts films',
    evidence: [{ who: 'mediaconvert, by EncoderRole', may: 'execute-api:Invoke' }],
  },
  {
    ...{ from: 'workflow', to: 'speech', data: 'jobs, texts of cues', by: own },
    protection: 'TLS; transcripts only into the content bucket',
    evidence: [
      { who: 'SpeechTranscribe', may: 'transcribe:StartTranscriptionJob', under: 'transcribe:OutputBucketName' },
      { who: 'SpeechTranslate', may: 'translate:TranslateText' },
      { who: 'SpeechDub', may: 'polly:SynthesizeSpeech' },
    ],
  },
  {
    ...{ from: 'content', to: 'speech', data: 'sound; transcripts back', by: 'bucket policy' },
    protection: 'TLS; for jobs of this account; ContentKey',
    evidence: [
      { who: 'transcribe', may: 's3:GetObject', on: 'Storage.Content/work/*', under: 'aws:SourceAccount' },
      { who: 'transcribe', may: 's3:PutObject', on: 'Storage.Content/*/speech/*' },
    ],
  },
];
