import {
  DeleteRecommenderCommand,
  DescribeDatasetGroupCommand,
  DescribeRecommenderCommand,
  type PersonalizeClient,
  paginateListDatasetImportJobs,
  paginateListRecommenders,
} from '@aws-sdk/client-personalize';
import { plural } from '../../table';
import { waitFor } from '../../wait';
import { type ResourceKind, type Say, type StageResource, unlessGone } from '../resource';

const gone = ['ResourceNotFoundException'];
/** Seconds. Creating a recommender takes an hour or more, and it cannot be deleted before it is created. */
const patience = 3 * 3600;

/**
 * Dataset groups. The lifecycle workflow creates their recommenders, so these do not belong to a stack. A group or
 * dataset with a recommender cannot be deleted.
 */
export function datasetGroups(client: (region: string) => PersonalizeClient): ResourceKind {
  return {
    async describe({ region, id }) {
      const personalize = client(region);
      const call = () => personalize.send(new DescribeDatasetGroupCommand({ datasetGroupArn: id }));
      if (!(await unlessGone(gone, call))) return undefined;
      const recommenders = await recommendersOf(personalize, id);
      const names = recommenders.map(({ arn, status }) => `${arn.split('/').at(-1)} (${status})`);
      return names.length ? `${plural(names.length, 'recommender')}: ${names.join(', ')}` : 'no recommenders';
    },
    async prepare(resource, say) {
      await removeRecommenders(client(resource.region), resource, say);
    },
    async remove({ id }) {
      // Templates never retain groups, so an administrator created or kept this one.
      throw new Error(`${id} was left behind by its stack; delete it on the Personalize console`);
    },
  };
}

async function recommendersOf(client: PersonalizeClient, datasetGroupArn: string) {
  const found: { readonly arn: string; readonly status: string }[] = [];
  for await (const page of paginateListRecommenders({ client }, { datasetGroupArn })) {
    for (const { recommenderArn: arn = '', status = '' } of page.recommenders ?? []) found.push({ arn, status });
  }
  return found;
}

async function removeRecommenders(client: PersonalizeClient, { id }: StageResource, say: Say): Promise<void> {
  for (const { arn } of (await unlessGone(gone, () => recommendersOf(client, id))) ?? []) {
    const command = new DescribeRecommenderCommand({ recommenderArn: arn });
    await waitFor(`Deleting the recommender ${arn}`, patience, async () => {
      const status = (await unlessGone(gone, () => client.send(command)))?.recommender?.status;
      if (status === undefined) return true;
      // A recommender that is changing its state is read again.
      if (/PENDING|IN_PROGRESS|STOPPING/.test(status)) return undefined;
      await unlessGone([...gone, 'ResourceInUseException'], () =>
        client.send(new DeleteRecommenderCommand({ recommenderArn: arn })),
      );
      return undefined;
    });
    say(`deleted recommender ${arn.split('/').at(-1)}`);
  }
}

/** Datasets. They cannot be deleted during an import. */
export function datasets(client: (region: string) => PersonalizeClient): ResourceKind {
  return {
    describe: async () => undefined,
    prepare: ({ region, id }) =>
      waitFor(`The import into ${id}`, patience, async () => {
        const pages = paginateListDatasetImportJobs({ client: client(region) }, { datasetArn: id });
        const isBusy = await unlessGone(gone, async () => {
          for await (const { datasetImportJobs = [] } of pages) {
            if (datasetImportJobs.some(({ status = '' }) => /PENDING|IN_PROGRESS/.test(status))) return true;
          }
          return false;
        });
        return isBusy ? undefined : true;
      }).then(() => {}),
    remove: async () => {},
  };
}
