import type { Construct } from 'constructs';
import { Lake } from './constructs/lake';
import { DeliveryStream } from './constructs/lake/delivery-stream';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';
import type { StorageStack } from './storage-stack';

export interface AnalyticsStackProps extends OmniStreamStackProps {
  readonly storage: StorageStack;
}

/** The lake of interactions: the stream into it, its tables and views, and its workgroups. */
export class AnalyticsStack extends OmniStreamStack {
  /** The stream of events, one record each. */
  readonly interactions: DeliveryStream;
  readonly lake: Lake;

  constructor(scope: Construct, props: AnalyticsStackProps) {
    super(scope, props, { part: 'Analytics', description: 'OmniStream: the lake of interactions' });
    const { stage, storage } = props;
    const { lake, dataKey: lakeKey } = storage;
    this.lake = new Lake(this, 'Lake', { stage, lake, lakeKey });
    this.interactions = new DeliveryStream(this, 'Interactions', { stage, lake, lakeKey, catalog: this.lake.catalog });
  }
}
