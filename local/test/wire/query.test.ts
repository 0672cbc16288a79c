import * as sns from '@aws-sdk/client-sns';
import * as sts from '@aws-sdk/client-sts';
import { ServiceError } from '../../kernel/service';
import { type Served, serve } from '../../wire/serve';

let served: Served;
let answer: () => unknown;
let topics: sns.SNSClient;
let tokens: sts.STSClient;

beforeAll(async () => {
  served = await serve(
    [
      { id: 'sns', sdk: sns },
      { id: 'sts', sdk: sts },
    ],
    () => answer(),
  );
  topics = new sns.SNSClient(served.clientConfig);
  tokens = new sts.STSClient(served.clientConfig);
});
afterAll(() => {
  topics.destroy();
  tokens.destroy();
  return served.close();
});
beforeEach(() => {
  served.calls.length = 0;
  answer = () => ({});
});

const awkward = ' <a href="b">&amp; \'c\'\r\n\t\u{1F3AC} ü ]]> ';

describe('requests', () => {
  test('carry structures, lists of structures, maps, blobs, numbers and booleans', async () => {
    const MessageAttributes = {
      'a.b': { DataType: 'String', StringValue: awkward },
      'entry.1': { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255, 10]) },
    };
    const PublishBatchRequestEntries = Array.from({ length: 10 }, (_, index) => ({
      Id: `id-${index}`,
      Message: index ? `message ${index}` : awkward,
      ...(index === 3 && { MessageAttributes }),
    }));
    const batch = { TopicArn: 'arn:t', PublishBatchRequestEntries };
    await topics.send(new sns.PublishBatchCommand(batch));
    expect(served.calls).toMatchObject([{ operation: 'PublishBatch', input: batch }]);

    const session = {
      RoleArn: 'arn:r',
      RoleSessionName: 'n',
      DurationSeconds: 900,
      PolicyArns: [{ arn: 'one' }, { arn: 'two' }],
      Tags: [{ Key: 'k', Value: '' }],
    };
    await tokens.send(new sts.AssumeRoleCommand(session));
    expect(served.calls[1]).toMatchObject({ operation: 'AssumeRole', input: session });
  });

  test('carry plain maps, and lists that are empty', async () => {
    const topic = { Name: 'films', Attributes: { DisplayName: 'Films & more', KmsMasterKeyId: '' }, Tags: [] };
    await topics.send(new sns.CreateTopicCommand(topic));
    const { input } = served.calls[0] as { input: Record<string, unknown> };
    expect(input).toMatchObject({ Name: 'films', Attributes: topic.Attributes });
    expect(input.Tags ?? []).toEqual([]);
  });

  test('keep the order of list items beyond nine, and the names of a prototype', async () => {
    const PolicyArns = Array.from({ length: 12 }, (_, index) => ({ arn: `arn-${index}` }));
    await tokens.send(new sts.AssumeRoleCommand({ RoleArn: 'arn:r', RoleSessionName: 'n', PolicyArns }));
    expect(served.calls[0]?.input).toMatchObject({ PolicyArns });
    const Attributes = JSON.parse('{"__proto__": "a", "constructor": "b"}');
    await topics.send(new sns.CreateTopicCommand({ Name: 'n', Attributes }));
    const read = served.calls[1]?.input as { Attributes: object };
    expect(Object.entries(read.Attributes).sort()).toEqual(Object.entries(Attributes).sort());
  });

  test('that lack a required member, or hold no number where one belongs, are refused', async () => {
    const lacking = topics.send(new sns.PublishCommand({ TopicArn: 'arn:t' } as sns.PublishCommandInput));
    await expect(lacking).rejects.toMatchObject({ message: expect.stringContaining("'Message'") });
    const DurationSeconds = 'soon' as unknown as number;
    const soon = tokens.send(new sts.AssumeRoleCommand({ RoleArn: 'a', RoleSessionName: 'n', DurationSeconds }));
    await expect(soon).rejects.toMatchObject({ name: 'MalformedInput', $metadata: { httpStatusCode: 400 } });
    expect(served.calls).toEqual([]);
  });
});

describe('answers', () => {
  test('carry structures, dates and text as it is', async () => {
    const Credentials = {
      AccessKeyId: 'k',
      SecretAccessKey: awkward,
      SessionToken: '',
      Expiration: new Date('2026-11-23T10:15:30.000Z'),
    };
    answer = () => ({ Credentials, PackedPolicySize: 0 });
    const assume = new sts.AssumeRoleCommand({ RoleArn: 'arn:r', RoleSessionName: 'n' });
    expect(await tokens.send(assume)).toMatchObject({ Credentials, PackedPolicySize: 0 });
  });

  test('carry maps, lists of structures, empty lists and booleans', async () => {
    const Attributes = { Policy: awkward, 'odd key <&>': '\u0001\u000b' };
    answer = () => ({ Attributes });
    expect((await topics.send(new sns.GetTopicAttributesCommand({ TopicArn: 'arn:t' }))).Attributes).toEqual(
      Attributes,
    );
    answer = () => ({ Topics: [{ TopicArn: 'a' }, { TopicArn: 'b' }], NextToken: 'n' });
    const listed = await topics.send(new sns.ListTopicsCommand({}));
    expect(listed).toMatchObject({ Topics: [{ TopicArn: 'a' }, { TopicArn: 'b' }], NextToken: 'n' });
    answer = () => ({ Topics: [] });
    expect((await topics.send(new sns.ListTopicsCommand({}))).Topics).toEqual([]);
    answer = () => ({ isOptedOut: false });
    const opted = await topics.send(new sns.CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber: '1' }));
    expect(opted.isOptedOut).toBe(false);
  });

  test('may be empty', async () => {
    answer = () => undefined;
    const removed = topics.send(new sns.DeleteTopicCommand({ TopicArn: 'arn:t' }));
    await expect(removed).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });
});

describe('errors', () => {
  test.each([
    ['a shape of the service', 'NotFoundException', new ServiceError('NotFoundException', awkward), 404],
    ['what has no shape', 'Strange', new ServiceError('Strange', awkward, 418), 418],
  ])('like %s have name, message and status', async (_like, name, error, status) => {
    answer = () => {
      throw error;
    };
    const call = topics.send(new sns.DeleteTopicCommand({ TopicArn: 'arn:t' }));
    await expect(call).rejects.toMatchObject({ name, message: awkward, $metadata: { httpStatusCode: status } });
  });

  test('are the sender’s fault up to 499, and the receiver’s from 500 on', async () => {
    const fault = async (status: number) => {
      answer = () => {
        throw new ServiceError('Odd', 'm', status);
      };
      const thrown = await topics.send(new sns.DeleteTopicCommand({ TopicArn: 'arn:t' })).catch((error) => error);
      return (thrown as { Type?: string; Error?: { Type?: string } }).Error?.Type;
    };
    expect(await fault(403)).toBe('Sender');
    expect(await fault(503)).toBe('Receiver');
  });
});
