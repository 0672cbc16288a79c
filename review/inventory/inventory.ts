import type { Assembly } from '../../checks';
import { resources } from '../../checks/rule';
import type { Chapter } from '../document';
import { claimItem, code } from '../evidence/citation';
import { verify } from '../evidence/faults';
import { nameOf, partOf } from '../evidence/template-lines';
import { grouped } from '../grouped';
import { generated, page, table } from '../markdown';
import { kindOf } from './kinds';
import { logColumns, logRows } from './logs';
import { notes } from './notes';
import { columns, type StoreRow, storeRows } from './rows';
import { contents } from './stores';
import { indexOf } from './template-index';

const groups: Readonly<Record<string, readonly string[]>> = {
  Buckets: ['AWS::S3::Bucket'],
  Tables: ['AWS::DynamoDB::GlobalTable'],
  'Users, secrets and the edge': [
    'AWS::Cognito::UserPool',
    'AWS::SecretsManager::Secret',
    'AWS::CloudFront::KeyValueStore',
    'AWS::CloudFront::Distribution',
  ],
  'Streams, queues and topics': ['AWS::KinesisFirehose::DeliveryStream', 'AWS::SQS::Queue', 'AWS::SNS::Topic'],
  'Recommendations and reports': ['AWS::Personalize::Dataset', 'AWS::QuickSight::DataSet', 'AWS::Glue::Table'],
  Workflows: ['AWS::StepFunctions::StateMachine'],
};

/** `docs/review/inventory.md`: every store of data with its retention, and the number of resources by type. */
export const inventory: Chapter = (source) => {
  const { prod, review } = source.assemblies;
  const document = 'docs/review/inventory.md';
  verify(document, notes, source);
  const rows = { prod: storeRows(prod), review: storeRows(review) };
  unusedDescriptions([...rows.prod, ...rows.review]);
  const content = page(
    generated('inventory/'),
    '# Inventory of data and resources',
    'This page is generated from the templates of the stages `prod` and `review`. `review` is `prod` with every optional part; rows that exist only in `review`, or differ there, are marked. A store without a description fails the check.',
    [
      '- **key**: a key of the stage, as `{stack}/{key}`, or the service that encrypts with its own key.',
      '- **read by**: the roles whose policies allow reading, named by their constructs, and the services and edge functions that resource policies or associations allow. People with administrative rights in the account are not in the templates. [Permissions](permissions.md) shows the prefixes and indexes.',
      '- **with its stack**: what happens to the data when the stack is deleted.',
    ].join('\n'),
    ...Object.entries(groups).flatMap(([title, types]) => [
      `## ${title}`,
      table(
        columns,
        types.flatMap((type) => merged(rows, type)),
      ),
    ]),
    '## Logs',
    logReaders(prod),
    table(logColumns, logRows(prod)),
    '## Keys',
    table(
      ['key', 'encrypts', 'rotates', 'waits before deletion', 'region', 'with its stack'],
      keyRows(prod, rows.prod),
    ),
    '## Notes',
    notes.map((note) => claimItem(note, { document, root: source.root })).join('\n'),
    '## Resources by type and stack',
    `Stage \`prod\` has ${resources(prod).length} resources in ${prod.stacks.length} stacks, and \`review\` has ${resources(review).length} in ${review.stacks.length}. The numbers by stack are those of \`review\`.`,
    table(['type', 'prod', 'review', 'by stack'], countRows(prod, review)),
  );
  return [{ path: document, content }];
};

/** The rows of `prod`, and the rows of `review` that are missing in `prod` or differ from it. */
function merged(rows: Readonly<Record<'prod' | 'review', readonly StoreRow[]>>, type: string): string[][] {
  const prod = rows.prod.filter((row) => row.type === type);
  const others = rows.review.filter((row) => row.type === type && !prod.some((one) => isSame(one, row)));
  return [
    ...prod.map(({ name, cells }) => [code(name), ...cells]),
    ...others.map(({ name, cells }) => {
      const inProd = prod.find((one) => one.name === name)?.cells;
      return [`${code(name)} in \`review\``, ...cells.map((cell, index) => (cell === inProd?.[index] ? 'same' : cell))];
    }),
  ];
}

const isSame = (one: StoreRow, other: StoreRow) => one.name === other.name && one.cells.join() === other.cells.join();

function keyRows(prod: Assembly, rows: readonly StoreRow[]): string[][] {
  return resources(prod, 'AWS::KMS::Key').map((placed) => {
    const { EnableKeyRotation, PendingWindowInDays } = placed.resource.Properties;
    const name = nameOf(placed);
    const encrypted = rows.filter(({ cells }) => cells[1]?.split(', ').includes(name)).map((row) => code(row.name));
    const fate = placed.resource.DeletionPolicy === 'RetainExceptOnCreate' ? 'retained' : 'deleted';
    const rotates = EnableKeyRotation ? 'yes' : 'no';
    return [code(name), encrypted.join(', '), rotates, `${PendingWindowInDays} days`, placed.stack.region, fate];
  });
}

function countRows(prod: Assembly, review: Assembly): string[][] {
  const types = [...new Set([...resources(prod), ...resources(review)].map(({ resource }) => resource.Type))].sort();
  return types.map((type) => {
    kindOf(type);
    const all = resources(review, type);
    const byStack = grouped(all, partOf);
    const stacks = [...byStack].map(([stack, some]) => (byStack.size === 1 ? stack : `${stack} ${some.length}`)).sort();
    return [code(type), String(resources(prod, type).length), String(all.length), stacks.join(', ')];
  });
}

/** Throws if a role may read logs, because the page does not list such roles. */
function logReaders(assembly: Assembly): string {
  const { policies, roleName } = indexOf(assembly);
  const reading = /^logs:(GetLogEvents|FilterLogEvents|StartQuery|GetQueryResults)$/;
  const roles = policies
    .filter(({ statements }) => statements.some(({ actions }) => actions.some((action) => reading.test(action))))
    .flatMap((policy) => policy.roles.map(roleName));
  if (roles.length > 0) throw new Error(`inventory: ${roles.join(', ')} may read logs, but logRows does not list it`);
  return 'No role of the stage may read log groups.';
}

function unusedDescriptions(rows: readonly StoreRow[]): void {
  const names = new Set(rows.map(({ name }) => name));
  const unused = Object.keys(contents).filter((name) => !names.has(name));
  if (unused.length > 0) throw new Error(`inventory: the store ${unused.join(', ')} does not exist`);
}
