/**
 * Milliseconds for which MediaConvert and Transcribe keep a finished job. No document of AWS that was found states the
 * number; 90 days is what Step Functions keeps.
 */
export const jobRetention = 90 * 86_400_000;
