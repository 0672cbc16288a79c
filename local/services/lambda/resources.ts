import { existsSync } from 'node:fs';
import { assumeRole } from '../../iam/assume-role';
import type { Kernel } from '../../kernel/kernel';
import { knownProperties, unsupported } from '../../kernel/known-properties';
import type { Resource, ResourceProvider } from '../../kernel/service';
import { defaultAsynchronousPolicy, functionName } from './function';
import type { Functions, LambdaOptions } from './functions';

interface FunctionProperties {
  readonly Code: { readonly S3Key?: string };
  readonly Role: string;
  readonly Handler: string;
  readonly MemorySize?: number;
  readonly Timeout?: number;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
  readonly LoggingConfig?: { readonly LogGroup?: string; readonly LogFormat?: 'JSON' | 'Text' };
  readonly ReservedConcurrentExecutions?: number;
  readonly DeadLetterConfig?: { readonly TargetArn?: string };
}

/** Properties of a function that have no effect on one machine. */
const withoutLocalMeaning = [
  'Architectures',
  'Description',
  'Runtime',
  'TracingConfig',
  'Tags',
  'KmsKeyArn',
  'EphemeralStorage',
];
const supportedProperties = [
  ...['Code', 'Role', 'Handler', 'MemorySize', 'Timeout', 'Environment', 'LoggingConfig'],
  ...['ReservedConcurrentExecutions', 'DeadLetterConfig', ...withoutLocalMeaning],
];

interface PermissionProperties {
  readonly Action: string;
  readonly FunctionName: string;
  readonly Principal: string;
  readonly SourceArn?: string;
  readonly SourceAccount?: string;
  readonly FunctionUrlAuthType?: string;
  readonly InvokedViaFunctionUrl?: boolean;
}

interface UrlProperties {
  readonly AuthType: string;
  readonly TargetFunctionArn: string;
}

interface EventInvokeProperties {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: string } };
}

const eventInvokeProperties = [
  ...['FunctionName', 'Qualifier'],
  ...['MaximumRetryAttempts', 'MaximumEventAgeInSeconds', 'DestinationConfig'],
];

const arnOf = ({ region, accountId, name }: Resource) => `arn:aws:lambda:${region}:${accountId}:function:${name}`;

export function lambdaResources(
  kernel: Kernel,
  functions: Functions,
  { assetPath }: LambdaOptions,
): Readonly<Record<string, ResourceProvider>> {
  const lambdaFunction: ResourceProvider<FunctionProperties> = {
    identify: (resource) => ({ ref: resource.name, attributes: { Arn: arnOf(resource) } }),
    deploy(resource) {
      const { properties, name, region, logicalId } = resource;
      const unknown = Object.keys(properties).find((property) => !supportedProperties.includes(property));
      if (unknown)
        throw new Error(
          `${logicalId}: the property ${unknown} of AWS::Lambda::Function is not supported by this runtime`,
        );
      const codePath = assetPath(properties.Code.S3Key ?? '');
      if (!existsSync(codePath)) throw new Error(`${logicalId}: its code is not in the assembly (${codePath})`);
      const arn = arnOf(resource);
      const roleArn = properties.Role;
      assumeRole(kernel, { service: 'lambda.amazonaws.com', roleArn, sourceArn: arn, region });
      functions.put({
        name,
        region,
        arn,
        roleArn,
        handler: properties.Handler,
        codePath,
        memoryMegabytes: properties.MemorySize ?? 128,
        timeoutSeconds: properties.Timeout ?? 3,
        environment: properties.Environment?.Variables ?? {},
        logGroup: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
        logsAsJson: properties.LoggingConfig?.LogFormat === 'JSON',
        reservedConcurrency: properties.ReservedConcurrentExecutions,
        deadLetterArn: properties.DeadLetterConfig?.TargetArn,
      });
      return undefined;
    },
    destroy({ name }) {
      functions.remove(name);
    },
  };

  const permission: ResourceProvider<PermissionProperties> = {
    identify: ({ name }) => ({ ref: name }),
    deploy(resource) {
      const { properties, logicalId, region, accountId } = resource;
      const { Action, Principal, SourceArn, SourceAccount, FunctionUrlAuthType, InvokedViaFunctionUrl } = properties;
      const arn = `arn:aws:lambda:${region}:${accountId}:function:${functionName(properties.FunctionName)}`;
      const isService = Principal.endsWith('.amazonaws.com');
      const condition = {
        ...(SourceArn && { ArnLike: { 'aws:SourceArn': SourceArn } }),
        ...((SourceAccount || FunctionUrlAuthType) && {
          StringEquals: {
            ...(SourceAccount && { 'aws:SourceAccount': SourceAccount }),
            ...(FunctionUrlAuthType && { 'lambda:FunctionUrlAuthType': FunctionUrlAuthType }),
          },
        }),
        ...(InvokedViaFunctionUrl && { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }),
      };
      const statement = {
        Effect: 'Allow',
        Principal: isService ? { Service: Principal } : { AWS: Principal },
        Action,
        Resource: arn,
        ...(Object.keys(condition).length && { Condition: condition }),
      };
      kernel.resourcePolicy(arn, { Version: '2012-10-17', Statement: [statement] }, logicalId, resource);
      return undefined;
    },
  };

  const eventInvokeConfig: ResourceProvider<EventInvokeProperties> = {
    identify: ({ name }) => ({ ref: name }),
    deploy(resource) {
      const { properties } = resource;
      knownProperties(resource, eventInvokeProperties);
      const { Qualifier = '$LATEST', DestinationConfig = {} } = properties;
      if (Qualifier !== '$LATEST') throw unsupported(resource, `Qualifier ${Qualifier}`);
      const destination = Object.keys(DestinationConfig).find((name) => name !== 'OnFailure');
      if (destination) throw unsupported(resource, `DestinationConfig.${destination}`);
      functions.putPolicy(functionName(properties.FunctionName), {
        maximumRetryAttempts: properties.MaximumRetryAttempts ?? defaultAsynchronousPolicy.maximumRetryAttempts,
        maximumEventAgeSeconds: properties.MaximumEventAgeInSeconds ?? defaultAsynchronousPolicy.maximumEventAgeSeconds,
        onFailureArn: properties.DestinationConfig?.OnFailure?.Destination,
      });
      return undefined;
    },
  };

  // Only the distribution can reach the function here. Its address is a name that the edge resolves.
  const functionUrl: ResourceProvider<UrlProperties> = {
    identify: ({ properties, region }) => {
      const name = functionName(properties.TargetFunctionArn);
      const FunctionUrl = `https://${name}.lambda-url.${region}.on.aws/`;
      return {
        ref: properties.TargetFunctionArn,
        attributes: { FunctionUrl, FunctionArn: properties.TargetFunctionArn },
      };
    },
    deploy({ properties, logicalId }) {
      const { AuthType, ...others } = properties;
      const unknown = Object.keys(others).find((name) => name !== 'TargetFunctionArn');
      if (unknown)
        throw new Error(`${logicalId}: the property ${unknown} of AWS::Lambda::Url is not supported by this runtime`);
      if (AuthType !== 'AWS_IAM')
        throw new Error(`${logicalId}: this runtime does not support a function URL without authorization`);
      return undefined;
    },
  };

  return {
    'AWS::Lambda::Url': functionUrl,
    'AWS::Lambda::Function': lambdaFunction,
    'AWS::Lambda::Permission': permission,
    'AWS::Lambda::EventInvokeConfig': eventInvokeConfig,
  };
}
