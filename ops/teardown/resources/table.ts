import { DeleteTableCommand, DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { bytes, plural } from '../../table';
import { waitFor } from '../../wait';
import { type ResourceKind, type StageResource, unlessGone } from '../resource';

const gone = ['ResourceNotFoundException'];
/** Seconds that the deletion of a replica may take. */
const patience = 1800;

/** Tables, global ones and those of one region. */
export function tables(client: (region: string) => DynamoDBClient): ResourceKind {
  const look = async ({ region, id }: Pick<StageResource, 'region' | 'id'>) =>
    (await unlessGone(gone, () => client(region).send(new DescribeTableCommand({ TableName: id }))))?.Table;
  const remove = async (where: Pick<StageResource, 'region' | 'id'>) => {
    await unlessGone(gone, () => client(where.region).send(new DeleteTableCommand({ TableName: where.id })));
    await waitFor(`Deleting the table ${where.id} in ${where.region}`, patience, async () =>
      (await look(where)) ? undefined : true,
    );
  };
  return {
    async describe(resource) {
      const found = await look(resource);
      // DynamoDB updates these counts every six hours.
      return found && `about ${plural(found.ItemCount ?? 0, 'item')}, ${bytes(found.TableSizeBytes ?? 0)}`;
    },
    async remove(resource, say) {
      const { Replicas = [] } = (await look(resource)) ?? {};
      const others = Replicas.map(({ RegionName = '' }) => RegionName).filter((region) => region !== resource.region);
      // The table in the stack's region is deleted last, because it is the one that CloudFormation refers to.
      for (const region of [...others, resource.region]) await remove({ region, id: resource.id });
      say(`deleted table ${resource.id}`);
    },
    isProtected: async (resource) => (await look(resource))?.DeletionProtectionEnabled ?? false,
  };
}
