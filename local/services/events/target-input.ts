import type { EventEnvelope } from './event';
import { valueAt } from './json-path';
import type { Rule, Target } from './rule';

/** Returns whether a position of the template is within a JSON string. */
function quotedAt(template: string, position: number): boolean {
  let quoted = false;
  for (let index = 0; index < position; index++) {
    if (template[index] === '\\') index += 1;
    else if (template[index] === '"') quoted = !quoted;
  }
  return quoted;
}

function transform(template: string, paths: Readonly<Record<string, string>>, event: EventEnvelope, rule: Rule) {
  const variables = new Map<string, unknown>([
    ['aws.events.rule-arn', rule.arn],
    ['aws.events.rule-name', rule.name],
    ['aws.events.event.ingestion-time', event.time],
    ['aws.events.event.json', event],
    ['aws.events.event', { ...event, detail: undefined }],
    ...Object.entries(paths).map(([name, path]) => [name, valueAt(event, path)] as const),
  ]);
  // In plain text, which is not JSON, nothing is quoted or escaped.
  const isJson = /^\s*[{["]/.test(template);
  return template.replace(/<([\w.-]+)>/g, (whole, name: string, position: number) => {
    if (!variables.has(name)) return whole;
    const value = variables.get(name) ?? '';
    if (!isJson) return typeof value === 'string' ? value : JSON.stringify(value);
    if (!quotedAt(template, position)) return JSON.stringify(value);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return JSON.stringify(text).slice(1, -1);
  });
}

/**
 * Returns the text that a target gets: `Input`, the part at `InputPath`, the result of `InputTransformer`, or the whole
 * event. Source: EventBridge user guide, "Input transformation"; a path that does not exist gives an empty string.
 */
export function targetInput(event: EventEnvelope, rule: Rule, target: Target): string {
  const { Input, InputPath, InputTransformer } = target;
  if (Input !== undefined) return Input;
  if (InputPath !== undefined) return JSON.stringify(valueAt(event, InputPath) ?? {});
  if (InputTransformer?.InputTemplate === undefined) return JSON.stringify(event);
  return transform(InputTransformer.InputTemplate, InputTransformer.InputPathsMap ?? {}, event, rule);
}
