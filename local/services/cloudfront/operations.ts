import type {
  CreateInvalidationCommandInput,
  CreateInvalidationCommandOutput,
  GetInvalidationCommandInput,
  GetInvalidationCommandOutput,
  ListInvalidationsCommandInput,
  ListInvalidationsCommandOutput,
} from '@aws-sdk/client-cloudfront';
import { type Operation, ServiceError } from '../../kernel/service';
import type { Invalidation, Invalidations } from './invalidations';

type Output<T> = Omit<T, '$metadata'>;

/** The maximum number of invalidations on a page. Source: CloudFront API reference, ListInvalidations. */
const maxItems = 100;

/** `distributionId`: the id of the only distribution; `undefined` before it is deployed. */
export function invalidationOperations(
  invalidations: Invalidations,
  distributionId: () => string | undefined,
): Readonly<Record<string, Operation>> {
  const existing = (id: string | undefined): string => {
    if (id !== undefined && id === distributionId()) return id;
    throw new ServiceError('NoSuchDistribution', 'The specified distribution does not exist.', 404);
  };
  const summarized = (one: Invalidation) => ({
    Id: one.id,
    Status: invalidations.isInProgress(one) ? 'InProgress' : 'Completed',
    CreateTime: new Date(one.createdAt),
  });
  const described = (one: Invalidation) => ({
    ...summarized(one),
    InvalidationBatch: {
      Paths: { Quantity: one.paths.length, Items: [...one.paths] },
      CallerReference: one.callerReference,
    },
  });
  return {
    CreateInvalidation(input: CreateInvalidationCommandInput): Output<CreateInvalidationCommandOutput> {
      const id = existing(input.DistributionId);
      const { Paths, CallerReference = '' } = input.InvalidationBatch ?? {};
      const { Quantity, Items = [] } = Paths ?? {};
      if (Quantity !== Items.length) {
        const message = "The value of Quantity and the size of Items don't match.";
        throw new ServiceError('InconsistentQuantities', message);
      }
      const made = invalidations.create(id, CallerReference, Items);
      const Location = `https://cloudfront.amazonaws.com/2020-05-31/distribution/${id}/invalidation/${made.id}`;
      return { Location, Invalidation: described(made) };
    },

    GetInvalidation(input: GetInvalidationCommandInput): Output<GetInvalidationCommandOutput> {
      const found = invalidations.get(existing(input.DistributionId), input.Id ?? '');
      return { Invalidation: described(found) };
    },

    ListInvalidations(input: ListInvalidationsCommandInput): Output<ListInvalidationsCommandOutput> {
      const all = invalidations.list(existing(input.DistributionId));
      const { Marker = '' } = input;
      const MaxItems = Math.min(Number(input.MaxItems ?? maxItems), maxItems);
      if (!(MaxItems >= 1)) throw new ServiceError('InvalidArgument', 'MaxItems must be a number from 1.');
      const start = Marker ? all.findIndex(({ id }) => id === Marker) + 1 : 0;
      if (Marker && start === 0) throw new ServiceError('InvalidArgument', `The marker ${Marker} is not valid.`);
      const page = all.slice(start, start + MaxItems);
      const IsTruncated = all.length > start + page.length;
      return {
        InvalidationList: {
          ...{ Marker, MaxItems, IsTruncated, Quantity: page.length, Items: page.map(summarized) },
          ...(IsTruncated && { NextMarker: page.at(-1)?.id }),
        },
      };
    },
  };
}
