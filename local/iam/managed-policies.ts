import { type Policy, parsePolicy } from './policy';

const logs = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const network = [
  ...['ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'],
  ...['ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'],
];

/**
 * What AWS's own policies allow, on all resources, for those that CDK attaches by itself.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const allowances: Readonly<Record<string, readonly string[]>> = {
  'service-role/AWSLambdaBasicExecutionRole': logs,
  'service-role/AWSLambdaVPCAccessExecutionRole': [...logs, ...network],
  'service-role/AWSLambdaSQSQueueExecutionRole': [
    ...['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    ...logs,
  ],
  'service-role/AWSLambdaDynamoDBExecutionRole': [
    ...['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    ...logs,
  ],
  'service-role/AWSLambdaRole': ['lambda:InvokeFunction'],
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs': [
    ...logs,
    ...['logs:DescribeLogGroups', 'logs:DescribeLogStreams', 'logs:GetLogEvents', 'logs:FilterLogEvents'],
  ],
  AWSXRayDaemonWriteAccess: [
    ...['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
    'xray:GetSamplingStatisticSummaries',
  ],
  CloudWatchLambdaInsightsExecutionRolePolicy: logs,
};

const prefix = 'arn:aws:iam::aws:policy/';

export const isAwsManaged = (arn: string) => arn.startsWith(prefix);

/** The policy of AWS's own with this ARN, or `undefined` when this runtime has no copy of it. */
export function managedPolicy(arn: string): Policy | undefined {
  const actions = allowances[arn.slice(prefix.length)];
  if (!actions) return undefined;
  const Statement = [{ Effect: 'Allow', Action: actions, Resource: '*' }];
  return parsePolicy(arn, { Version: '2012-10-17', Statement }, 'identity');
}
