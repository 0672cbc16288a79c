import { pseudonymIndex } from '../../lambda/shared/pseudonym-index';

const string = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });

/** The definition of the table `viewers`, as `AWS::DynamoDB::Table`. `test/lib/storage.test.ts` checks the deployed one. */
export const viewersTable = {
  AttributeDefinitions: [string('id'), string('pseudonym')],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: pseudonymIndex,
      KeySchema: [{ AttributeName: 'pseudonym', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  BillingMode: 'PAY_PER_REQUEST',
};
