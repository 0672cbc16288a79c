import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = join(__dirname, '..', '..');

/** The IAM prefix of each client whose name differs from it. */
const prefixes: Readonly<Record<string, string>> = {
  'cognito-identity-provider': 'cognito-idp',
  eventbridge: 'events',
  sfn: 'states',
  'secrets-manager': 'secretsmanager',
  'personalize-events': 'personalize',
  'personalize-runtime': 'personalize',
};

/** Operations whose actions have other names. */
const actions: Readonly<Record<string, string>> = {
  'lambda:Invoke': 'lambda:InvokeFunction',
  's3:HeadObject': 's3:GetObject',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:ListObjectVersions': 's3:ListBucketVersions',
  's3:ListMultipartUploads': 's3:ListBucketMultipartUploads',
  's3:ListParts': 's3:ListMultipartUploadParts',
  's3:CreateMultipartUpload': 's3:PutObject',
  's3:UploadPart': 's3:PutObject',
  's3:CompleteMultipartUpload': 's3:PutObject',
  's3:DeleteObjects': 's3:DeleteObject',
  // The writes of a transaction have actions of their own; these are its puts.
  'dynamodb:TransactWriteItems': 'dynamodb:PutItem',
};

export interface SdkCall {
  /** `dynamodb:GetItem` */
  readonly action: string;
  /** The file that imports the command, from the repository's root. */
  readonly file: string;
}

/** The calls of AWS services that an entry can make: the commands that it imports, and the files that it imports do. */
export function sdkCallsOf(entry: string): SdkCall[] {
  return [...loadedBy(join(root, entry))].flatMap((file) => {
    const imports = readFileSync(file, 'utf8').matchAll(/^import (\{[^}]*\}) from '@aws-sdk\/client-([\w-]+)';/gms);
    return [...imports].flatMap(([, names = '', client = '']) =>
      [...names.matchAll(/\b(\w+)Command\b|\bpaginate(\w+)/g)].map(([, command, pages]) => {
        const operation = `${prefixes[client] ?? client}:${command ?? pages}`;
        return { action: actions[operation] ?? operation, file: relative(root, file) };
      }),
    );
  });
}

/** The files that run when the entry is loaded: imports of types do not count. */
function loadedBy(entry: string): Set<string> {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export)(?! type\b)[^;]*?from '(\.[^']*)';/gms);
    for (const [, specifier = ''] of imports) {
      const path = `${resolve(dirname(file), specifier)}.ts`;
      if (existsSync(path)) visit(path);
    }
  };
  visit(entry);
  return found;
}
