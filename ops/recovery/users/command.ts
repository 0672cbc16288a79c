import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { confirm } from '../../confirm';
import { Failure } from '../../failure';
import { perRegion } from '../../per-region';
import { plural } from '../../table';
import type { RecoveryContext } from '../context';
import { pick, resourcesByName, stackOf } from '../stage-resources';
import { erasedIds, readErased } from '../table/erased';
import { dynamoTables } from '../table/tables.client';
import type { UsersFile } from './directory';
import { cognitoDirectory } from './directory.client';
import { readUsersFile, writeUsersFile } from './file';
import { importUsers, planImport } from './import-users';
import { moveAssets } from './owners.client';

const nothing = 'Nothing was changed.';

/** `recover STAGE users --export FILE`, `recover STAGE users --import FILE` */
export async function recoverUsers(context: RecoveryContext, operands: readonly string[]): Promise<number> {
  const { stage, stacks, cfn, values, say } = context;
  const { export: target, import: source } = values;
  if (operands.length > 0 || (target === undefined) === (source === undefined)) throw new Failure(context.usage, 2);
  const auth = await resourcesByName(cfn, stackOf(stacks, stage, 'Auth'), ['AWS::Cognito::UserPool']);
  const pool = pick(auth, 'users', 'user pool');
  const directory = cognitoDirectory(perRegion(CognitoIdentityProviderClient)(pool.region), pool.id);

  if (target !== undefined) {
    const users = await directory.users();
    const exportedAt = new Date().toISOString();
    writeUsersFile(target, { format: 'omnistream-users-1', stage, userPoolId: pool.id, exportedAt, users });
    say(`${plural(users.length, 'user')} written to ${target}, which only you can read. Keep it in a safe place.`);
    return 0;
  }

  const types = ['AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table'];
  const records = await resourcesByName(cfn, stackOf(stacks, stage, 'Storage'), types);
  const assets = pick(records, 'assets', 'table');
  const client = perRegion(DynamoDBClient)(assets.region);
  const isErased = erasedIds(await readErased(dynamoTables(client), pick(records, 'erasures', 'table').id));
  const { users: exported } = readUsersFile(source as string, stage) satisfies UsersFile;
  const users = exported.filter(({ sub }) => !isErased(sub));
  if (users.length < exported.length) {
    say(`${plural(exported.length - users.length, 'user')} deleted the account since, and will not be created.`);
  }
  const plan = await planImport(directory, users);
  say(
    `${plural(plan.missing.length, 'user')} of ${users.length} will be created in ${pool.id}, without messages, and ` +
      `${plural(plan.incomplete.length, 'user')} will be completed. Each created user has a new id, and chooses a ` +
      'password by "Forgot your password?". ' +
      `${plural(plan.unconfirmed, 'user')} never confirmed an address, and must sign up again.`,
  );
  if (plan.missing.length + plan.incomplete.length + plan.moved.size === 0) {
    say(`All users are present. ${nothing}`);
    return 0;
  }
  if (values.confirm === undefined) await confirm(stage, { nothing, deed: 'import these users', isFinal: false });
  const moved = await importUsers(directory, plan);
  let owned = 0;
  for (const [from, to] of moved) owned += await moveAssets(client, assets.id, from, to);
  say(
    `${plural(plan.missing.length, 'user')} created. ${plural(owned, 'asset')} given to the new ids of their owners.`,
  );
  return 0;
}
