import type { CmafGroupSettings, Output } from '@aws-sdk/client-mediaconvert';
import type { Rational } from '../../../engines/transcode/media-info';
import type { TranscodePlan } from '../../../engines/transcode/plan';
import type { ContentKey } from '../content-key';
import type { Thumbnails } from './thumbnails';

/** A job that is ready to run: the transcode, and the names and descriptions of its files. */
export interface JobPlan {
  readonly transcode: TranscodePlan;
  readonly groups: readonly (PlannedGroup | FileGroup)[];
}

/** A group whose outputs are independent files. */
export interface FileGroup {
  readonly type: 'FILE_GROUP';
  /** `s3://{bucket}/{folder}/{base name}` */
  readonly destination: string;
  readonly outputs: readonly PlannedFile[];
}

interface PlannedFile {
  /** The path in the job's folder. */
  readonly file: string;
  /** The part after the destination's base name: `{modifier}.{extension}`. */
  readonly ending: string;
  readonly contentType: string;
  /** The picture's size, if the file has a picture. */
  readonly video?: { readonly width?: number; readonly height?: number };
}

export interface PlannedGroup {
  readonly type: 'CMAF_GROUP' | 'DASH_ISO_GROUP';
  readonly settings: CmafGroupSettings;
  /** `s3://{bucket}/{folder}/{base name}` */
  readonly destination: string;
  /** The maximum length of segments in seconds; see `segmentSeconds` in segments.ts. */
  readonly segmentSeconds: number;
  readonly outputs: readonly PlannedOutput[];
  readonly thumbnails?: Thumbnails;
}

export interface PlannedOutput {
  /** The path of the fragmented file in the job's folder. */
  readonly file: string;
  readonly modifier: string;
  readonly output: Output;
  /** The key that encrypts the file; absent if the file is in the clear. */
  readonly contentKey?: ContentKey;
  readonly video?: { readonly frameRate: Rational; readonly range: 'SDR' | 'PQ' | 'HLG' };
  readonly audio?: { readonly channels: number; readonly language?: string; readonly name: string };
}
