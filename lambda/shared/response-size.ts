/**
 * Bytes of JSON that a function may return: "6 MB" of the Lambda quotas, in the figure that its error names. Beyond it,
 * the invocation fails with `Function.ResponseSizeTooLarge`, and the caller gets a bare 500 or 502.
 */
const maxResponseBytes = 6_291_556;

/** Whether a function may return this. Text in a body is escaped as JSON, and bytes count as Base64. */
export function fitsResponse(result: object): boolean {
  return Buffer.byteLength(JSON.stringify(result)) <= maxResponseBytes;
}
