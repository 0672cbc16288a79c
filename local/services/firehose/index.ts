import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-firehose';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService } from '../../kernel/service';
import type { StreamDefinition } from './definition';
import { operations } from './operations';
import { permissions } from './permissions';
import { streamProvider } from './resources';
import { Stream } from './stream';

/** Firehose to S3, as Parquet or unchanged. Acknowledged records are on disk, and reach the bucket exactly once. */
export function createFirehose(kernel: Kernel): LocalService {
  const store = kernel.store<StreamDefinition>('firehose', 'streams');
  const streams = new Map<string, Stream>();
  const open = (definition: StreamDefinition) => {
    const { region, name } = definition;
    const key = `${region}/${name}`;
    const stream = streams.get(key);
    if (stream) stream.definition = definition;
    else streams.set(key, new Stream(kernel, join(kernel.folder('firehose'), 'journal', region, name), definition));
  };
  // Streams that are in no template any more may still have records.
  for (const [, definition] of store.entries()) open(definition);
  return {
    wire: { id: 'firehose', sdk, permissions, operations: operations(kernel, streams) },
    resources: {
      'AWS::KinesisFirehose::DeliveryStream': streamProvider(kernel, (definition) => {
        const key = `${definition.region}/${definition.name}`;
        const kept = { ...definition, createdAt: store.get(key)?.createdAt ?? definition.createdAt };
        store.put(key, kept);
        open(kept);
      }),
    },
    gauges: () => [...streams.values()].flatMap((stream) => stream.gauges() ?? []),
    start() {
      for (const stream of streams.values()) stream.start();
    },
    async stop() {
      await Promise.all([...streams.values()].map((stream) => stream.stop()));
    },
  };
}
