import type {
  DeleteStackCommandInput,
  DescribeStackResourcesCommandInput,
  DescribeStacksCommandInput,
  ListStackResourcesCommandInput,
  ListStacksCommandInput,
} from '@aws-sdk/client-cloudformation';
import * as sdk from '@aws-sdk/client-cloudformation';
import type { DeployedStack } from '../../assembly/deployment';
import type { Kernel } from '../../kernel/kernel';
import { type LocalService, type Operation, ServiceError } from '../../kernel/service';
import { permissions } from './permissions';
import { type StackRecord, type StackResource, Stacks } from './stacks';

/** CloudFormation for the stacks of the loaded assembly: it lists them with their resources, and deletes them. */
export function createCloudFormation(kernel: Kernel, deployed: () => readonly DeployedStack[]): LocalService {
  const stacks = new Stacks(kernel, deployed);
  return { wire: { id: 'cloudformation', sdk, permissions, operations: operations(stacks) } };
}

function operations(stacks: Stacks): Readonly<Record<string, Operation>> {
  return {
    DeleteStack({ StackName }: DeleteStackCommandInput, { region }) {
      stacks.delete(region, StackName);
      return {};
    },
    DescribeStacks({ StackName }: DescribeStacksCommandInput, { region }) {
      const live = stacks.in(region).filter(({ status }) => status !== 'DELETE_COMPLETE');
      return { Stacks: (StackName === undefined ? live : [stacks.get(region, StackName)]).map(describe) };
    },
    ListStacks({ StackStatusFilter }: ListStacksCommandInput, { region }) {
      const wanted = stacks
        .in(region)
        .filter(({ status }) => !StackStatusFilter?.length || (StackStatusFilter as string[]).includes(status));
      return {
        StackSummaries: wanted.map(({ description, ...stack }) => ({
          ...summary(stack),
          TemplateDescription: description,
        })),
      };
    },
    ListStackResources({ StackName }: ListStackResourcesCommandInput, { region }) {
      const { resources, createdAt } = stacks.get(region, StackName);
      return {
        StackResourceSummaries: resources.map((one) => ({
          ...described(one),
          LastUpdatedTimestamp: new Date(createdAt),
        })),
      };
    },
    DescribeStackResources({ StackName, PhysicalResourceId: id }: DescribeStackResourcesCommandInput, { region }) {
      const ofResource = () =>
        stacks
          .in(region)
          .find(
            ({ status, resources }) => status !== 'DELETE_COMPLETE' && resources.some((one) => one.physicalId === id),
          );
      const stack = StackName === undefined ? ofResource() : stacks.get(region, StackName);
      if (!stack) throw new ServiceError('ValidationError', `Stack for ${id} does not exist`);
      return {
        StackResources: stack.resources.map((one) => ({
          ...described(one),
          StackId: stack.id,
          StackName: stack.name,
          Timestamp: new Date(stack.createdAt),
        })),
      };
    },
  };
}

function summary({ id, name, createdAt, deletedAt, status, reason }: Omit<StackRecord, 'description'>) {
  return {
    StackId: id,
    StackName: name,
    CreationTime: new Date(createdAt),
    ...(deletedAt !== undefined && { DeletionTime: new Date(deletedAt) }),
    StackStatus: status,
    ...(reason !== undefined && { StackStatusReason: reason }),
  };
}

function describe(stack: StackRecord) {
  return {
    ...summary(stack),
    Description: stack.description,
    EnableTerminationProtection: stack.terminationProtection,
  };
}

function described({ logicalId, physicalId, type, status, reason }: StackResource) {
  return {
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    ResourceStatus: status,
    ...(reason !== undefined && { ResourceStatusReason: reason }),
  };
}
