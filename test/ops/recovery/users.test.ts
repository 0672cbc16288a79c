import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createCognito, createDynamoDb, type Laptop, startLaptop } from '@omnistream/local/test';
import type { Directory } from '../../../ops/recovery/users/directory';
import { cognitoDirectory } from '../../../ops/recovery/users/directory.client';
import { readUsersFile, writeUsersFile } from '../../../ops/recovery/users/file';
import { importUsers, planImport } from '../../../ops/recovery/users/import-users';
import { moveAssets } from '../../../ops/recovery/users/owners.client';

let laptop: Laptop;
let client: CognitoIdentityProviderClient;
let UserPoolId: string;
let directory: Directory;

const people = ['viewer', 'creator', 'invited'].map((name) => `${name}@example.com`);

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [createCognito(kernel), createDynamoDb(kernel)]);
  client = new CognitoIdentityProviderClient(laptop.clientConfig);
  const pool = { UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email'] };
  UserPoolId = (await laptop.deploy('AWS::Cognito::UserPool', 'Users', pool)).ref;
  await laptop.deploy('AWS::Cognito::UserPoolGroup', 'Creators', { UserPoolId, GroupName: 'creator' });
  directory = cognitoDirectory(client, UserPoolId);
  for (const Username of people) {
    const UserAttributes = [
      { Name: 'email', Value: Username },
      { Name: 'email_verified', Value: 'true' },
    ];
    const user = { UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' } as const;
    await client.send(new AdminCreateUserCommand(user));
    if (Username.startsWith('invited')) continue;
    const Password = 'Correct-horse-1';
    await client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
  }
  await directory.addToGroup('creator@example.com', 'creator');
});
afterAll(async () => {
  client.destroy();
  await laptop.stop();
});

test('an export has users, groups and no passwords, in a file that only its owner reads and that it never replaces', async () => {
  const users = await directory.users();
  expect(users.map(({ attributes, groups, status }) => [attributes.email, groups, status]).sort()).toEqual([
    ['creator@example.com', ['creator'], 'CONFIRMED'],
    ['invited@example.com', [], 'FORCE_CHANGE_PASSWORD'],
    ['viewer@example.com', [], 'CONFIRMED'],
  ]);
  const path = join(mkdtempSync(join(tmpdir(), 'users-')), 'users.json');
  const file = { format: 'omnistream-users-1', stage: 'dev', userPoolId: UserPoolId, exportedAt: '', users } as const;
  writeUsersFile(path, file);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path, 'utf8')).not.toContain('Correct-horse');
  expect(() => writeUsersFile(path, file)).toThrow('exists. Choose another name.');
  expect(readUsersFile(path, 'dev')).toEqual(file);
  expect(() => readUsersFile(path, 'prod')).toThrow("has the users of the stage 'dev'");
  writeFileSync(path, '{}');
  expect(() => readUsersFile(path, 'dev')).toThrow('is not an export of users');
});

test('users that are missing are created with their groups and a new id, also by a second run after a crash', async () => {
  const users = await directory.users();
  expect(await planImport(directory, users)).toMatchObject({ missing: [], incomplete: [], unconfirmed: 0 });
  for (const Username of people) await client.send(new AdminDeleteUserCommand({ UserPoolId, Username }));

  const crashing: Directory = {
    ...directory,
    lockPassword: () => Promise.reject(new Error('cut off')),
  };
  await expect(importUsers(crashing, await planImport(directory, users))).rejects.toThrow('cut off');
  const plan = await planImport(directory, users);
  expect([plan.missing.length, plan.incomplete.length]).toEqual([0, 3]);
  const moved = await importUsers(directory, plan);

  expect([...moved.keys()].sort()).toEqual(users.map(({ sub }) => sub).sort());
  const restored = await directory.users();
  expect(restored.map(({ sub }) => sub).sort()).toEqual([...moved.values()].sort());
  expect(restored.find(({ attributes }) => attributes.email === 'creator@example.com')?.groups).toEqual(['creator']);
  // In this state, a user can choose a password by a code to the verified address.
  for (const Username of people) {
    const { UserStatus } = await client.send(new AdminGetUserCommand({ UserPoolId, Username }));
    expect(UserStatus).toBe('CONFIRMED');
  }
  expect(await planImport(directory, users)).toMatchObject({ missing: [], incomplete: [] });
});

test('the films of a user go to the user’s new id, and those of others stay', async () => {
  const { ref: TableName } = await laptop.deploy('AWS::DynamoDB::Table', 'Assets', {
    AttributeDefinitions: ['id', 'ownerId', 'createdAt'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byOwner',
        KeySchema: [
          { AttributeName: 'ownerId', KeyType: 'HASH' },
          { AttributeName: 'createdAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  const dynamo = new DynamoDBClient(laptop.clientConfig);
  for (const [id, ownerId] of [
    ['a1', 'old'],
    ['a2', 'old'],
    ['a3', 'other'],
  ] as const) {
    const Item = { id: { S: id }, ownerId: { S: ownerId }, createdAt: { S: id } };
    await dynamo.send(new PutItemCommand({ TableName, Item }));
  }
  expect(await moveAssets(dynamo, TableName, 'old', 'new')).toBe(2);
  expect(await moveAssets(dynamo, TableName, 'old', 'new')).toBe(0);
  const owner = async (id: string) =>
    (await dynamo.send(new GetItemCommand({ TableName, Key: { id: { S: id } } }))).Item?.ownerId?.S;
  expect(await Promise.all(['a1', 'a2', 'a3'].map(owner))).toEqual(['new', 'new', 'other']);
  dynamo.destroy();
});
