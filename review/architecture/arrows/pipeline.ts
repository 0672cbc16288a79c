import type { Arrow } from '../model';
import { at } from './at';

/** From an upload to the published and replicated film. */
export const pipeline: readonly Arrow[] = [
  {
    from: at('uploads-bucket', 'right'),
    to: at('events', 'left'),
    dashed: true,
    evidence: {
      all: [
        { property: 'MediaPipeline/SourceUploaded', refersTo: 'Storage/Uploads' },
        { property: 'MediaPipeline/SourceUploaded', contains: 'Object Created' },
      ],
    },
  },
  {
    from: at('events', 'right'),
    to: at('ingest', 'left'),
    dashed: true,
    evidence: {
      all: [
        { property: 'MediaPipeline/SourceUploaded', refersTo: 'MediaPipeline/Ingest' },
        { property: 'MediaPipeline/JobChanged', refersTo: 'MediaPipeline/JobFinished' },
        { property: 'MediaPipeline/TranscriptionChanged', refersTo: 'MediaPipeline/JobFinished' },
      ],
    },
  },
  {
    from: at('ingest', 'right'),
    to: at('workflow', 'left', -121),
    dashed: true,
    evidence: {
      all: [
        { grant: 'MediaPipeline/Ingest', action: 'states:StartExecution', on: 'MediaPipeline/Workflow' },
        { grant: 'MediaPipeline/JobFinished', action: 'states:SendTaskSuccess', on: 'MediaPipeline/Workflow' },
      ],
    },
  },
  {
    from: at('captions', 'right'),
    to: at('transcribe', 'left'),
    evidence: { grant: 'MediaPipeline/SpeechTranscribe', action: 'transcribe:StartTranscriptionJob' },
  },
  {
    from: at('translate-function', 'right'),
    to: at('translate', 'left'),
    evidence: { grant: 'MediaPipeline/SpeechTranslate', action: 'translate:TranslateText' },
  },
  {
    from: at('dub', 'right'),
    to: at('polly', 'left'),
    evidence: { grant: 'MediaPipeline/SpeechDub', action: 'polly:SynthesizeSpeech' },
  },
  {
    from: at('transcode', 'right', -8),
    to: at('mediaconvert', 'left', -8),
    evidence: { grant: 'MediaPipeline/Transcode', action: 'mediaconvert:CreateJob', on: 'MediaPipeline/EncoderQueue' },
  },
  {
    from: at('mediaconvert', 'bottom'),
    to: at('key-provider', 'top'),
    label: { text: 'keys', x: 1236, y: 423 },
    evidence: { grant: 'MediaPipeline/Encoder', action: 'execute-api:Invoke' },
  },
  {
    from: at('transcribe', 'top'),
    to: at('events', 'top'),
    bends: [142],
    dashed: true,
    label: { text: 'job state changes, also of MediaConvert', x: 900, y: 146 },
    evidence: {
      all: [
        { property: 'MediaPipeline/TranscriptionChanged', contains: 'Transcribe Job State Change' },
        { property: 'MediaPipeline/JobChanged', contains: 'MediaConvert Job State Change' },
      ],
    },
  },
  {
    from: at('publish', 'left'),
    to: at('content', 'right', -6),
    bends: [668],
    label: { text: 'manifests', x: 620, y: 322 },
    evidence: { grant: 'MediaPipeline/Publish', action: 's3:PutObject', on: 'Storage/Content' },
  },
  {
    from: at('mediaconvert', 'left', 8),
    to: at('content', 'right', 8),
    bends: [1076, 476, 646],
    label: { text: 'renditions', x: 610, y: 358 },
    evidence: { grant: 'MediaPipeline/Encoder', action: 's3:PutObject', on: 'Storage/Content' },
  },
  {
    from: at('content', 'top'),
    to: at('replica-region', 'right', -16),
    label: { text: 'replication', x: 400, y: 263 },
    evidence: {
      all: [
        { property: 'Storage/Content', refersTo: 'Replica/Content' },
        { property: 'Storage/Content', contains: 'DeleteMarkerReplication' },
      ],
    },
  },
  {
    from: at('manifest', 'top'),
    to: at('content', 'bottom'),
    evidence: { grant: 'Delivery/SignedManifests', action: 's3:GetObject', on: 'Storage/Content' },
  },
];
