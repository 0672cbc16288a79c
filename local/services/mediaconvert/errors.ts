import { isMachineAtFault } from '../../engines/transcode/transcoder';

/**
 * Why a job ends in ERROR, by MediaConvert's codes.
 * https://docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_error_codes.html
 */
export const codes = {
  /** The input cannot be opened or is damaged. */
  unreadable: 1010,
  /** The input lacks a track that the job needs, or cannot be decoded. */
  unsupported: 1030,
  /** The job's settings do not fit the input. */
  misfit: 1040,
  /** The key provider returned no keys. */
  keysRefused: 1501,
  /** S3 denied access to the input. */
  inputDenied: 1401,
  /** The input does not exist. */
  inputMissing: 1404,
  /** The service failed, not the job. */
  unknown: 1999,
  /** S3 denied access to the output. */
  outputDenied: 3403,
  /** The bucket does not exist. */
  outputMissing: 3404,
  outputFailed: 3450,
} as const;

export class JobError extends Error {
  override readonly name = 'JobError';

  constructor(
    readonly code: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const denied = (error: Error) => /^(AccessDenied|Forbidden|KMS)/.test(error.name);
const missing = (error: Error) => /^(NoSuchKey|NoSuchBucket|NotFound)/.test(error.name);

export function inputError(url: string, error: Error): JobError {
  const code = denied(error) ? codes.inputDenied : missing(error) ? codes.inputMissing : codes.unknown;
  return new JobError(code, `Unable to open input file [${url}]: [${error.name}: ${error.message}]`, { cause: error });
}

export function outputError(url: string, error: Error): JobError {
  const code = denied(error) ? codes.outputDenied : missing(error) ? codes.outputMissing : codes.outputFailed;
  return new JobError(code, `Unable to write to output file [${url}]: [${error.name}: ${error.message}]`, {
    cause: error,
  });
}

/**
 * The error of a job that the engine could not perform. `message` is about the input, and is used only if the input is the
 * reason.
 */
export function engineError(error: Error, message: string): JobError {
  return isMachineAtFault(error)
    ? new JobError(codes.unknown, `The service could not complete the job: [${error.message}]`, { cause: error })
    : new JobError(codes.unreadable, message, { cause: error });
}
