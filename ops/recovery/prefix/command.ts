import { S3Client } from '@aws-sdk/client-s3';
import { confirm } from '../../confirm';
import { Failure } from '../../failure';
import { perRegion } from '../../per-region';
import { plural, table } from '../../table';
import { waitFor } from '../../wait';
import type { RecoveryContext } from '../context';
import { pick, resourcesByName, stackOf } from '../stage-resources';
import { readTime, timeText } from '../time';
import type { Pair } from './bucket';
import { replicationOf, versionedBucket } from './bucket.client';
import { isWhole, report, restore, survey } from './restore';

const nothing = 'Nothing was changed.';
/** Seconds. Most objects are replicated within 15 minutes (S3 user guide, Replication Time Control). */
const replicationPatience = 1800;

/** `recover STAGE prefix BUCKET PREFIX --at TIME` */
export async function recoverPrefix(context: RecoveryContext, operands: readonly string[]): Promise<number> {
  const { stage, values, say } = context;
  const [bucket, prefix, ...others] = operands;
  if (!bucket || !prefix || others.length > 0) throw new Failure(context.usage, 2);
  const at = readTime(values.at);
  const pair = await pairOf(context, bucket);
  const request = { prefix, at };

  const before = await survey(pair, request);
  if (before.existed === 0) {
    throw new Failure(`At ${timeText(at)} nothing was below '${prefix}' whose versions still exist. ${nothing}`);
  }
  say(`Below '${prefix}', compared with ${timeText(at)}:\n\n${table(report(pair, before))}\n`);
  if (before.copied > 0) say(`${plural(before.copied, 'object')} to copy from an older version.`);
  if (before.newer > 0) say(`${plural(before.newer, 'object')} that did not exist then, and will stay.`);
  if (isWhole(before) && before.copied === 0) {
    say(`All objects are present. ${nothing}`);
    return 0;
  }
  if (values.confirm === undefined) await confirm(stage, { nothing, deed: 'bring this back', isFinal: false });

  await restore(pair, request);
  const after = await waitFor('The replication of the copies', replicationPatience, async () => {
    const found = await survey(pair, request);
    return isWhole(found) || found.copied > 0 ? found : undefined;
  });
  say(`\n${table(report(pair, after))}`);
  if (isWhole(after)) return 0;
  throw new Failure('Something changed below this prefix during the restore. Run this command again.');
}

/** The bucket with its copy in the second region, which its replication rules name. */
async function pairOf({ stage, stacks, cfn }: RecoveryContext, name: string): Promise<Pair> {
  const types = ['AWS::S3::Bucket'];
  const storage = stackOf(stacks, stage, 'Storage');
  const { id, region } = pick(await resourcesByName(cfn, storage, types), name, 'bucket');
  const client = perRegion(S3Client);
  const primary = versionedBucket(client(region), id, region);
  const [destination, ...others] = await replicationOf(client(region), id);
  if (!destination) return { primary, replicated: [] };
  const [copyName, replicated] = destination;
  const second = stackOf(stacks, stage, 'Replica');
  const copies = [...(await resourcesByName(cfn, second, types)).values()].map((found) => found.id);
  if (others.length > 0 || !copies.includes(copyName)) {
    throw new Failure(`${id} is replicated to buckets that the stage does not have. ${nothing}`);
  }
  return { primary, replica: versionedBucket(client(second.region), copyName, second.region), replicated };
}
