import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { accountOf } from '../account';
import { readWords } from '../arguments';
import { readStacks } from '../assembly';
import { Failure, main } from '../failure';
import { perRegion } from '../per-region';
import { plural, table } from '../table';
import { BucketOfRecords } from './bucket.client';
import { RegionCalls } from './calls.client';
import type { Keeper } from './keeper';
import type { Call, Letter } from './letter';
import { type Place, placesOf } from './places';
import { QueueOfLetters } from './queue.client';
import { list, mostLetters, readLetters, redrive } from './redrive';
import { type Resources, stageResources } from './resources';

const usage = `Usage: npm run redrive -- STAGE [QUEUE] [--go] [-c KEY=VALUE]...

  Lists the dead letters of a queue, and changes nothing. Without QUEUE, it lists the queues.
  --go   calls the receiver of each dead letter again, and removes those that were accepted`;

const dynamodb = perRegion(DynamoDBClient);
const [sqs, s3, lambda, sfn] = [
  perRegion(SQSClient),
  perRegion(S3Client),
  perRegion(LambdaClient),
  perRegion(SFNClient),
];

async function run(argv: readonly string[]): Promise<number> {
  const { words, values, flags } = readWords(argv, usage, { most: 2, options: ['assembly'], flags: ['go'] });
  const [stage, name] = words;
  if (!stage || !values.assembly) throw new Failure(usage, 2);
  const places = placesOf(stage, readStacks(values.assembly));
  const place = places.find((one) => one.name === name);
  if (name !== undefined && !place) {
    const names = places.map((one) => `  ${one.name}`).join('\n');
    throw new Failure(`The stage '${stage}' has no queue '${name}'. Its queues are:\n${names}`, 2);
  }
  await accountOf(places[0]?.region ?? '');
  const resources = await stageResources(stage, [...new Set(places.map(({ region }) => region))]);
  if (!place) return listPlaces(places, resources);
  const keeper = keeperOf(place, resources);
  const letters = await readLetters(keeper);
  if (letters.length === 0) {
    console.log(`${place.name} has no dead letters.`);
    return 0;
  }
  console.log(`${list(letters, new Date())}\n`);
  return flags.has('go') ? giveBack(place, keeper, { letters, resources }) : dryRun(stage, place, keeper, letters);
}

async function listPlaces(places: readonly Place[], resources: Resources): Promise<number> {
  const rows = await Promise.all(
    places.map(async (place) => [place.name, plural(await keeperOf(place, resources).count(), 'dead letter')]),
  );
  console.log(table(rows));
  return 0;
}

async function dryRun(stage: string, place: Place, keeper: Keeper, letters: readonly Letter[]): Promise<number> {
  await keeper.release(letters.map(({ found }) => found));
  const count = letters.filter(({ call }) => call).length;
  console.log(
    `${plural(letters.length, 'dead letter')}, of which ${count} can be redriven. Nothing was changed. When their cause is ` +
      `repaired, run 'npm run redrive -- ${stage} ${place.name} --go'.`,
  );
  return 0;
}

async function giveBack(
  { name, region }: Place,
  keeper: Keeper,
  { letters, resources }: { readonly letters: readonly Letter[]; readonly resources: Resources },
): Promise<number> {
  const receiversOf = (call: Call) => {
    if (call.kind === 'execution') return [call.arn];
    return call.kind === 'records' ? [call.functionName, call.table] : [call.functionName];
  };
  const isOurs = (call: Call) => receiversOf(call).every((id) => resources.has(id));
  const calls = new RegionCalls(lambda(region), sfn(region), dynamodb(region));
  const { redriven, kept } = await redrive(letters, { keeper, calls, isOurs });
  console.log(`${plural(redriven, 'dead letter')} of ${name} accepted and removed.`);
  if (letters.length === mostLetters) console.log('There can be more. Run this again.');
  if (kept.length === 0) return 0;
  console.error(`Kept:\n${kept.map((line) => `  ${line}`).join('\n')}`);
  return 1;
}

function keeperOf({ kind, stack, logicalId, region, name }: Place, resources: Resources): Keeper {
  const id = resources.idOf(stack, logicalId);
  if (id === undefined) throw new Failure(`${name} does not exist. Deploy the stage first.`);
  return kind === 'queue' ? new QueueOfLetters(sqs(region), id) : new BucketOfRecords(s3(region), id);
}

main(() => run(process.argv.slice(2)));
