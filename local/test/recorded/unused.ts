/**
 * What these services name as not done here, and nothing of the platform uses: a case that ends with one of these names
 * is not about us. The names are those in the services' own refusals.
 */
export const unused: readonly string[] = [
  // Bucket settings come from templates.
  'PutBucketCors',
  'PutBucketEncryption',
  // Keys that callers hold.
  'SSECustomerAlgorithm',
  'SSECustomerKey',
  'CopySourceSSECustomerAlgorithm',
  // Of distributed maps; ours run inline.
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
];
