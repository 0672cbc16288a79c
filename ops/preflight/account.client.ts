import { CloudFormationClient, DescribeStacksCommand, DescribeTypeCommand } from '@aws-sdk/client-cloudformation';
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { MediaConvertClient, paginateListQueues } from '@aws-sdk/client-mediaconvert';
import {
  PersonalizeClient,
  paginateListDatasetGroups,
  paginateListRecommenders,
  paginateListSchemas,
} from '@aws-sdk/client-personalize';
import { paginateListServiceQuotas, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { GetAccountCommand, GetEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { perRegion } from '../per-region';
import type { Account } from './account';
import { cloudFrontCount } from './cloudfront.client';
import { quickSight } from './quicksight.client';

/** The value of a call, or `otherwise` if one of these errors shows that the resource does not exist. */
async function absent<T, O>(names: readonly string[], otherwise: O, call: () => Promise<T>): Promise<T | O> {
  try {
    return await call();
  } catch (error) {
    if (names.includes((error as Error).name)) return otherwise;
    throw error;
  }
}

/** Reads an account through the APIs of AWS. */
export function awsAccount(id: string): Account {
  const ssm = perRegion(SSMClient);
  const cfn = perRegion(CloudFormationClient);
  const lambda = perRegion(LambdaClient);
  const cognito = perRegion(CognitoIdentityProviderClient);
  const ses = perRegion(SESv2Client);
  const quotas = perRegion(ServiceQuotasClient);
  const personalize = perRegion(PersonalizeClient);
  const mediaConvert = perRegion(MediaConvertClient);
  return {
    id,
    ...quickSight(id),
    cloudFrontCount,
    parameter: (region, Name) =>
      absent(['ParameterNotFound'], undefined, async () => {
        return (await ssm(region).send(new GetParameterCommand({ Name }))).Parameter?.Value;
      }),
    hasType: (region, TypeName) =>
      absent(['TypeNotFoundException'], false, async () => {
        const { DeprecatedStatus } = await cfn(region).send(new DescribeTypeCommand({ Type: 'RESOURCE', TypeName }));
        return DeprecatedStatus !== 'DEPRECATED';
      }),
    async stacks(region, names) {
      const found: string[] = [];
      for (const StackName of names) {
        const stack = await absent(['ValidationError'], undefined, () =>
          cfn(region).send(new DescribeStacksCommand({ StackName })),
        );
        if (stack) found.push(StackName);
      }
      return found;
    },
    async concurrency(region) {
      const { AccountLimit } = await lambda(region).send(new GetAccountSettingsCommand({}));
      const { ConcurrentExecutions: limit = 0, UnreservedConcurrentExecutions: unreserved = 0 } = AccountLimit ?? {};
      return { limit, unreserved };
    },
    async domainPool(region, Domain) {
      const { DomainDescription } = await cognito(region).send(new DescribeUserPoolDomainCommand({ Domain }));
      return DomainDescription?.UserPoolId;
    },
    isVerified: (region, EmailIdentity) =>
      absent(['NotFoundException'], undefined, async () => {
        return (
          (await ses(region).send(new GetEmailIdentityCommand({ EmailIdentity }))).VerifiedForSendingStatus ?? false
        );
      }),
    isOutOfSandbox: async (region) =>
      (await ses(region).send(new GetAccountCommand({}))).ProductionAccessEnabled ?? false,
    async quotas(region, ServiceCode) {
      const found = new Map<string, number>();
      for await (const { Quotas = [] } of paginateListServiceQuotas({ client: quotas(region) }, { ServiceCode })) {
        for (const { QuotaName = '', Value } of Quotas) if (Value !== undefined) found.set(QuotaName, Value);
      }
      return found;
    },
    async personalizeCount(region, kind) {
      const client = personalize(region);
      let count = 0;
      if (kind === 'schemas')
        for await (const { schemas } of paginateListSchemas({ client }, {})) count += schemas?.length ?? 0;
      if (kind === 'datasetGroups')
        for await (const { datasetGroups } of paginateListDatasetGroups({ client }, {}))
          count += datasetGroups?.length ?? 0;
      if (kind === 'recommenders')
        for await (const { recommenders } of paginateListRecommenders({ client }, {}))
          count += recommenders?.length ?? 0;
      return count;
    },
    async encoderQueues(region) {
      let count = 0;
      for await (const { Queues } of paginateListQueues({ client: mediaConvert(region) }, {}))
        count += Queues?.length ?? 0;
      return count;
    },
  };
}
