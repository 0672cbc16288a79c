import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  paginateListStackResources,
  paginateListStacks,
} from '@aws-sdk/client-cloudformation';
import { perRegion } from '../per-region';
import type { CloudFormation, StackResource } from './cloudformation';

/** Reads and deletes stacks through the API of CloudFormation. */
export function cloudFormation(): CloudFormation {
  const client = perRegion(CloudFormationClient);
  return {
    async stacks(region) {
      const found = [];
      for await (const { StackSummaries = [] } of paginateListStacks({ client: client(region) }, {})) {
        for (const { StackId = '', StackName = '', StackStatus = '', TemplateDescription } of StackSummaries) {
          found.push({ id: StackId, name: StackName, region, status: StackStatus, description: TemplateDescription });
        }
      }
      return found;
    },
    async resources({ id, region }) {
      const found: StackResource[] = [];
      for await (const page of paginateListStackResources({ client: client(region) }, { StackName: id })) {
        for (const one of page.StackResourceSummaries ?? []) {
          if (!one.PhysicalResourceId) continue;
          found.push({
            ...{ logicalId: one.LogicalResourceId ?? '', type: one.ResourceType ?? '', id: one.PhysicalResourceId },
            ...{ status: one.ResourceStatus ?? '', reason: one.ResourceStatusReason },
          });
        }
      }
      return found;
    },
    async describe({ id, region }) {
      const { Stacks = [] } = await client(region).send(new DescribeStacksCommand({ StackName: id }));
      const { StackStatus: status = 'DELETE_COMPLETE', EnableTerminationProtection = false } = Stacks[0] ?? {};
      return { status, terminationProtection: EnableTerminationProtection };
    },
    async ownerOf(region, physicalId) {
      try {
        const command = new DescribeStackResourcesCommand({ PhysicalResourceId: physicalId });
        return (await client(region).send(command)).StackResources?.[0]?.StackName;
      } catch (error) {
        // "Stack for {id} does not exist": the resource does not belong to a stack.
        if ((error as Error).name === 'ValidationError') return undefined;
        throw error;
      }
    },
    async delete({ id, region }) {
      await client(region).send(new DeleteStackCommand({ StackName: id }));
    },
  };
}
