import { type Entry, recorded } from './entry';

const s3 = (usd: number) => ({ 'us-east-1': recorded(usd, 's3_bucket') });

export const storage = {
  's3.standard': {
    service: 'S3',
    what: 'Standard',
    unit: 'GB-month',
    in: s3(0.023),
    note: 'The price of the first 50 TB. Storage above it is cheaper, but the model uses this price.',
  },
  's3.intelligent': { service: 'S3', what: 'Intelligent-Tiering, frequent access', unit: 'GB-month', in: s3(0.023) },
  's3.intelligent.infrequent': {
    service: 'S3',
    what: 'Intelligent-Tiering, infrequent access',
    unit: 'GB-month',
    in: s3(0.0125),
    note: 'After 30 days without a read.',
  },
  's3.infrequent': { service: 'S3', what: 'Standard-IA', unit: 'GB-month', in: s3(0.0125) },
  's3.put': { service: 'S3', what: 'PUT, COPY, POST, LIST', unit: '1,000 requests', per: 1000, in: s3(0.005) },
  's3.get': { service: 'S3', what: 'GET', unit: '1,000 requests', per: 1000, in: s3(0.0004) },
  'transfer.interRegion': {
    service: 'Data transfer',
    what: 'To another region',
    unit: 'GB',
    in: {
      'eu-west-1': recorded(0.02, 'data_transfer', '2024-09-25'),
      'us-east-1': recorded(0.02, 'data_transfer', '2024-09-25'),
    },
  },
} as const satisfies Record<string, Entry>;
