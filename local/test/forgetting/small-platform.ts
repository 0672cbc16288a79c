import { S3Client } from '@aws-sdk/client-s3';
import type { Kernel } from '../../kernel/kernel';
import { createCognito } from '../../services/cognito-idp';
import { createDynamoDb } from '../../services/dynamodb';
import { createLogs, type Logs } from '../../services/logs';
import { createPersonalize } from '../../services/personalize';
import { createS3 } from '../../services/s3';
import { createSqs } from '../../services/sqs';
import { createStates } from '../../services/states';
import { buildWorker } from '../../testing/engine-worker';
import { allow, deployRole } from '../../testing/role';
import { type Laptop, startLaptop } from '../../testing/start-services';
import { clientProperties, poolProperties } from '../services/cognito-idp/laptop-pool';
import { type Stand, stand } from '../services/personalize/support';

/** The region of the replicas. */
export const far = 'eu-central-1';
const replicating = [allow('s3:GetReplicationConfiguration', 's3:ListBucket', 's3:GetObjectVersion*', 's3:Replicate*')];

/** The services and resources that hold data of a viewer: those of the app, but few of each. */
export interface SmallPlatform extends Stand {
  readonly logs: Logs;
  readonly poolId: string;
  readonly clientId: string;
  readonly source: string;
  readonly replica: string;
  readonly queueUrl: string;
  readonly machineArn: string;
  readonly eraserArn: string;
  /** S3 in the main region, and in the other one. */
  readonly s3: S3Client;
  readonly farS3: S3Client;
}

export async function startPlatform(home: string): Promise<SmallPlatform> {
  const worker = buildWorker('recommend');
  let logs: Logs | undefined;
  const create = (kernel: Kernel) => {
    logs = createLogs(kernel);
    return [
      ...[logs, createDynamoDb(kernel), createS3(kernel), createSqs(kernel), createCognito(kernel)],
      ...[createPersonalize(kernel, { recommendWorker: worker, pace: 5 }), createStates(kernel)],
    ];
  };
  const laptop = await startLaptop(create, { home });
  return { ...(await stand(laptop)), ...(await deploy(laptop)), logs: logs as Logs };
}

async function deploy(laptop: Laptop) {
  const { ref: poolId } = await laptop.deploy('AWS::Cognito::UserPool', 'Users', poolProperties);
  const client = { ...clientProperties, UserPoolId: poolId };
  const { ref: clientId } = await laptop.deploy('AWS::Cognito::UserPoolClient', 'App', client);
  await laptop.deploy('AWS::DynamoDB::GlobalTable', 'Viewers', {
    ...{ TableName: 'viewers', BillingMode: 'PAY_PER_REQUEST' },
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    Replicas: ['eu-west-1', far].map((Region) => ({
      ...{ Region, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
    })),
  });
  const versioned = { VersioningConfiguration: { Status: 'Enabled' } };
  const replica = await laptop.deploy('AWS::S3::Bucket', 'Replica', versioned, far);
  const Role = await deployRole(laptop, 's3.amazonaws.com', replicating, 'Replicator');
  const rule = {
    ...{ Id: 'all', Status: 'Enabled', Priority: 1, Filter: { Prefix: '' } },
    DeleteMarkerReplication: { Status: 'Enabled' },
    Destination: { Bucket: replica.attributes.Arn },
  };
  const source = await laptop.deploy('AWS::S3::Bucket', 'Source', {
    ...versioned,
    ReplicationConfiguration: { Role, Rules: [rule] },
  });
  const queue = await laptop.deploy('AWS::SQS::Queue', 'Letters', { MessageRetentionPeriod: 14 * 86_400 });
  await laptop.deploy('AWS::Logs::LogGroup', 'Log', { LogGroupName: 'app', RetentionInDays: 30 });
  const RoleArn = await deployRole(laptop, 'states.amazonaws.com', [], 'Machine');
  const machine = await laptop.deploy('AWS::StepFunctions::StateMachine', 'Workflow', {
    RoleArn,
    Definition: { QueryLanguage: 'JSONata', StartAt: 'End', States: { End: { Type: 'Pass', End: true } } },
  });
  const eraserArn = await deployRole(
    laptop,
    'personalize.amazonaws.com',
    [allow('s3:GetObject', 's3:ListBucket')],
    'Eraser',
  );
  return {
    ...{ poolId, clientId, source: source.ref, replica: replica.ref, queueUrl: queue.ref, machineArn: machine.ref },
    eraserArn,
    s3: new S3Client(laptop.clientConfig),
    farS3: new S3Client({ ...laptop.clientConfig, region: far }),
  };
}

export async function stopPlatform(platform: SmallPlatform): Promise<void> {
  for (const client of [platform.s3, platform.farS3, platform.personalize, platform.events, platform.runtime]) {
    client.destroy();
  }
  await platform.laptop.stop();
}
