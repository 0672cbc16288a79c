import type { Step } from './model';

/** The flow, step by step, as the numbers in the picture count. */
export const steps: readonly Step[] = [
  {
    title: 'Authenticate',
    text: 'People sign in at Cognito: managed login, groups, an authenticator app as second factor.',
  },
  {
    title: 'Authorize',
    text: 'A Lambda authorizer checks access tokens; each route names the groups that may call it.',
  },
  { title: 'Upload', text: 'The creator sends parts straight to S3, by presigned addresses; uploads can be resumed.' },
  { title: 'Event', text: 'S3 sends an event to EventBridge; ingest starts one execution, also when events repeat.' },
  {
    title: 'Orchestrate',
    text: 'Step Functions runs picture and speech side by side; job events resume it by task token.',
  },
  {
    title: 'Transcode',
    text: 'MediaConvert encodes a ladder that fits the source to CMAF, encrypted where DRM is on.',
  },
  { title: 'Caption', text: 'Transcribe recognizes what is said; captions become cues of readable length.' },
  {
    title: 'Speak other languages',
    text: 'Translate translates the cues; Polly speaks them, fitted to the time of the original.',
  },
  {
    title: 'Publish and replicate',
    text: 'One conditional write puts numbered manifests in force; S3 copies films to a second region.',
  },
  { title: 'Deliver', text: 'CloudFront checks signature and session at the edge, and fails over to the replica.' },
  {
    title: 'Interactions',
    text: 'Firehose writes what viewers do into the lake; so does CloudFront its request logs.',
  },
  {
    title: 'Recommend and report',
    text: 'Personalize chooses the rows; Athena and QuickSight show what is watched, and how.',
  },
];
