import type { Box } from '../model';
import { s3, service } from './icons';

/** Boxes outside the primary region: CloudFront with its parts, and the copies in the second region. */
export const edge: readonly Box[] = [
  {
    id: 'replica',
    icon: s3,
    name: 'Amazon S3',
    detail: ['film copies'],
    constructs: [
      'Replica/Content',
      'ReplicaAccess/ContentPolicy',
      'Replica/ContentKey',
      'Replica/DataKey',
      'Replica/AccessLog',
      'Replica/CopyUploads',
      'Replica/CopyLake',
    ],
    types: ['S3::Bucket', 'KMS::Key'],
    place: { icon: { x: 200, y: 276 } },
  },
  {
    id: 'assets-replica',
    icon: service('AmazonDynamoDB'),
    name: 'DynamoDB',
    detail: ['assets'],
    evidence: { property: 'Storage/Assets', contains: '"Region":"eu-central-1"' },
    place: { icon: { x: 284, y: 276 } },
  },
  {
    id: 'firewall',
    icon: service('AWSWAF'),
    name: 'AWS WAF',
    detail: ['managed rules, rate'],
    constructs: ['Edge/Firewall', 'Auth/Firewall'],
    types: ['WAFv2::WebACL'],
    place: { icon: { x: 242, y: 428 } },
  },
  {
    id: 'cloudfront',
    icon: service('AmazonCloudFront'),
    name: 'Amazon CloudFront',
    detail: ['signed HLS and DASH'],
    evidence: { property: 'Delivery/ScreenDistribution', contains: 'TrustedKeyGroups' },
    step: 10,
    constructs: [
      'Delivery/Screen',
      'Delivery/SigningKeysPublicKey',
      'Delivery/SigningKeysGroup',
      'Delivery/Address',
      'Edge/Certificate',
    ],
    types: [
      'CloudFront::Distribution',
      'CloudFront::PublicKey',
      'CloudFront::KeyGroup',
      'Route53::RecordSet',
      'CertificateManager::Certificate',
    ],
    place: { icon: { x: 242, y: 536 } },
  },
  {
    id: 'edge-function',
    icon: 'resource/AmazonCloudFrontFunctions',
    name: 'CloudFront Functions',
    detail: ['KeyValueStore:', 'ended sessions'],
    constructs: ['Delivery/ScreenViewerRequest', 'Delivery/ScreenApiRequest', 'Delivery/EndedSessions'],
    types: ['CloudFront::Function', 'CloudFront::KeyValueStore'],
    place: { icon: { x: 242, y: 644 } },
  },
];
