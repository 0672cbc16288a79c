/**
 * Bytes of JSON that a function may return: "6 MB" of the Lambda quotas, as its error names it. Beyond, the invocation
 * fails with `Function.ResponseSizeTooLarge`, and API Gateway or the function URL responds without a word of ours.
 */
const LARGEST_RESPONSE = 6_291_556;

/** Whether a function may return this. Text in a body is escaped as JSON, and bytes count as Base64. */
export function fitsResponse(result: object): boolean {
  return Buffer.byteLength(JSON.stringify(result)) <= LARGEST_RESPONSE;
}
