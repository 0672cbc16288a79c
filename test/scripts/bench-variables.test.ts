import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { HandlerDescriptor } from '../../lambda/shared/handler-descriptor';

const { variables } = require('../../bench/handlers.mjs') as { readonly variables: Readonly<Record<string, string>> };
const lambda = join(__dirname, '..', '..', 'lambda');
const descriptors = readdirSync(lambda, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.env.ts'))
  .flatMap((file) => Object.values(require(join(lambda, file)) as Record<string, HandlerDescriptor>))
  .filter((descriptor) => descriptor?.env !== undefined);

test.each(descriptors.map((one) => [one.name, one] as const))(
  'the benchmark can load the bundle of %s',
  (_, { env }) => {
    expect(env.safeParse({ STAGE: 'bench', ...variables }).error?.issues ?? []).toEqual([]);
  },
);
