import { newTaskToken } from '@omnistream/local/test';
import { NormalizedSchema } from '@smithy/core/schema';
import { resourceTypesOf } from '../../../checks/iam/reference';

const account = '000000000000';
const region = 'eu-west-1';

/** Which package has the shapes of a service's requests, where the name differs from the service's id. */
const packages: Readonly<Record<string, string>> = {
  'cognito-idp': 'cognito-identity-provider',
  events: 'eventbridge',
  logs: 'cloudwatch-logs',
  secretsmanager: 'secrets-manager',
  states: 'sfn',
};

/** Members whose values have a form that their name does not show, by service. */
const special: Readonly<Record<string, string>> = {
  'mediaconvert.Role': `arn:aws:iam::${account}:role/encoder`,
  'cloudfront-keyvaluestore.KvsARN': `arn:aws:cloudfront::${account}:key-value-store/one`,
  'states.taskToken': newTaskToken(`arn:aws:states:${region}:${account}:execution:film:run`, 'Transcode'),
  's3.CopySource': 'other-bucket/other/key',
  'sqs.QueueUrl': `http://127.0.0.1:8081/${account}/queue`,
  'sns.TargetArn': `arn:aws:sns:${region}:${account}:topic`,
  'translate.SourceLanguageCode': 'auto',
};

function arn(service: string, member: string): string {
  if (/role$/i.test(member.slice(0, -3))) return `arn:aws:iam::${account}:role/one`;
  const prefix = service.replace(/-(events|runtime)$/, '');
  const format = resourceTypesOf(prefix).get(member.slice(0, -3).toLowerCase());
  if (!format) return `arn:aws:${prefix}:${region}:${account}:thing/one`;
  const values: Readonly<Record<string, string>> = { Partition: 'aws', Region: region, Account: account };
  return format.replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? 'one');
}

/** One of several members is needed, which no model states. */
const needed = new Set(['sns.TopicArn', 'states.stateMachineArn', 'personalize-runtime.recommenderArn']);

type Members = 'all' | 'required';

function sample(schema: NormalizedSchema, service: string, name: string, members: Members, depth = 0): unknown {
  const known = special[`${service}.${name}`];
  if (known !== undefined) return known;
  if (schema.isStructSchema()) return structure(schema, service, members, depth);
  if (schema.isListSchema()) return [sample(schema.getValueSchema(), service, name, members, depth + 1)];
  if (schema.isMapSchema()) return { one: sample(schema.getValueSchema(), service, name, members, depth + 1) };
  if (schema.isTimestampSchema()) return new Date(0);
  if (schema.isBlobSchema()) return new Uint8Array();
  if (schema.isNumericSchema()) return 1;
  if (schema.isBooleanSchema()) return true;
  return /arn$/i.test(name) ? arn(service, name) : 'one';
}

function structure(schema: NormalizedSchema, service: string, members: Members, depth: number): object {
  if (depth > 3) return {};
  const definition = schema.getSchema() as readonly unknown[];
  const required = ((definition[4] ?? []) as string[]).slice(0, (definition[6] as number | undefined) ?? 0);
  const chosen = [...schema.structIterator()].filter(
    ([name]) => members === 'all' || required.includes(name) || needed.has(`${service}.${name}`),
  );
  return Object.fromEntries(chosen.map(([name, inner]) => [name, sample(inner, service, name, members, depth + 1)]));
}

/** A request of an operation, with a value in every member or in those that the service requires. */
export function sampleRequest(service: string, operation: string, members: Members): object {
  const sdk = require(`@aws-sdk/client-${packages[service] ?? service}`) as Readonly<Record<string, unknown>>;
  const schema = sdk[`${operation}$`] as readonly unknown[] | undefined;
  if (!schema) throw new Error(`${service} has no operation ${operation}`);
  return sample(NormalizedSchema.of(schema[4] as never), service, '', members) as object;
}
