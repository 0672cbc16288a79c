/**
 * Writes a line as the log's writer does, for a function that is too small for it: without Powertools, the authorizer is
 * half as large, and each request waits for it. See docs/adr/0047-powertools.md.
 */
export function writeLine(message: string, fields: Readonly<Record<string, string>>): void {
  const function_name = process.env.AWS_LAMBDA_FUNCTION_NAME;
  const line = { level: 'INFO', message, timestamp: new Date().toISOString(), function_name, ...fields };
  // Lambda's runtime replaces the global `console`: lambda/shared/powertools.ts.
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
