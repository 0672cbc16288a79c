/**
 * Maximum of a function's response, in bytes of JSON: the "6 MB" of the Lambda quotas, as its error states them. A larger
 * response fails with `Function.ResponseSizeTooLarge`, and the caller gets a bare 500 or 502.
 */
const maxResponseBytes = 6_291_556;

/** Whether a response is within the maximum. A body counts as escaped JSON, and bytes count as Base64. */
export function fitsResponse(result: object): boolean {
  return Buffer.byteLength(JSON.stringify(result)) <= maxResponseBytes;
}
