import { own, tableKey } from './flow-evidence';
import type { Flow } from './flows';

/** From a deletion to its certificate. */
export const erasing: readonly Flow[] = [
  {
    ...{ from: 'creator', to: 'handlers', data: 'DELETE of an asset', by: 'access token' },
    protection: 'TLS; only the owner and administrators, and never under a legal hold',
    evidence: [{ who: 'Erasures', may: 'dynamodb:UpdateItem', on: 'Storage.Assets' }],
  },
  {
    ...{ from: 'viewer', to: 'handlers', data: 'DELETE of the account', by: 'access token' },
    protection: 'TLS; only the account of the token',
    evidence: [{ who: 'Erasures', may: 'dynamodb:PutItem', on: 'Storage.Erasures' }],
  },
  {
    ...{ from: 'handlers', to: 'erasure', data: 'ids of erasures', by: own },
    protection: 'TLS; names no asset and no user',
    evidence: [{ who: 'Erasures', may: 'states:StartExecution', on: 'Erasure.EraseAsset' }],
  },
  {
    ...{ from: 'erasure', to: 'tables', data: 'removals, certificates', by: own },
    protection: 'TLS; encrypted with DataKey',
    evidence: [
      { who: 'EraseAssetStep', may: 'dynamodb:DeleteItem', on: 'Storage.Assets' },
      { who: 'EraseViewerStep', may: 'dynamodb:DeleteItem', on: 'Storage.Viewers' },
      tableKey('Storage.Erasures'),
    ],
  },
  {
    ...{ from: 'erasure', to: 'uploads', data: 'removals of versions', by: own },
    protection: 'TLS',
    evidence: [{ who: 'EraseAssetStep', may: 's3:DeleteObjectVersion', on: 'Storage.Uploads/uploads/*' }],
  },
  {
    ...{ from: 'erasure', to: 'content', data: 'removals of versions', by: own },
    protection: 'TLS',
    evidence: [{ who: 'EraseAssetStep', may: 's3:DeleteObjectVersion', on: 'Storage.Content/a*' }],
  },
  {
    ...{ from: 'erasure', to: 'copies', data: 'removals of versions', by: own },
    protection: 'TLS',
    evidence: [{ who: 'EraseAssetStep', may: 's3:DeleteObjectVersion', on: 'Replica.Content/a*' }],
  },
  {
    ...{ from: 'erasure', to: 'cloudfront', data: 'paths, ended sessions', by: own },
    protection: 'TLS',
    evidence: [{ who: 'EraseAssetStep', may: 'cloudfront:CreateInvalidation', on: 'Delivery.ScreenDistribution' }],
  },
  {
    ...{ from: 'erasure', to: 'cognito', data: 'removals of users', by: own },
    protection: 'TLS',
    evidence: [{ who: 'EraseViewerStep', may: 'cognito-idp:AdminDeleteUser', on: 'Auth.Users' }],
  },
  {
    ...{ from: 'erasure', to: 'personalize', data: 'a pseudonym, in a file', by: 'passed role' },
    protection: 'TLS; the file is removed afterwards',
    evidence: [
      { who: 'EraseViewerStep', may: 'personalize:CreateDataDeletionJob' },
      { who: 'EraseViewerStep', may: 's3:PutObject', on: 'Storage.DeletionLists/*' },
    ],
  },
];
