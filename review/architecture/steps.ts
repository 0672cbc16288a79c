import type { Step } from './model';

/** The steps of the flow, with the numbers of the picture. */
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
  { title: 'Caption', text: 'Transcribe recognizes the speech; captions become cues of readable length.' },
  {
    title: 'Speak other languages',
    text: 'Translate translates the cues; Polly speaks them, fitted to the time of the original.',
  },
  {
    title: 'Publish and replicate',
    text: 'One conditional write makes numbered manifests current; S3 copies films to a second region.',
  },
  { title: 'Deliver', text: 'CloudFront checks signature and session at the edge, and fails over to the replica.' },
  {
    title: 'Interactions',
    text: 'Firehose writes viewer events into the lake; CloudFront adds its request logs.',
  },
  {
    title: 'Recommend and report',
    text: 'Personalize selects the rows; Athena and QuickSight report what viewers watch, and how.',
  },
];
