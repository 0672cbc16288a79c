import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLambda } from '../../../services/lambda';
import { deployRole } from '../../../testing/role';
import { type LaptopPool, password, startPool } from './laptop-pool';

const ann = 'ann@example.com';
const functionArn = 'arn:aws:lambda:eu-west-1:000000000000:function:test-trigger';
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

let pool: LaptopPool | undefined;
afterEach(async () => {
  await pool?.stop();
  pool = undefined;
});

/** Creates a pool whose trigger runs the given body with `event`. */
async function poolWithTrigger(body: string, version: string, permitted = true): Promise<LaptopPool> {
  const code = mkdtempSync(join(tmpdir(), 'trigger-'));
  writeFileSync(join(code, 'index.js'), `exports.handler = async (event) => { ${body} };`);
  const PreTokenGenerationConfig = { LambdaArn: functionArn, LambdaVersion: version };
  pool = await startPool({
    pool: { LambdaConfig: { PreTokenGenerationConfig } },
    services: (kernel) => [createLambda(kernel, { assetPath: () => code, writeLog: () => {} })],
  });
  const Role = await deployRole(pool.laptop, 'lambda.amazonaws.com');
  const properties = { Code: {}, Role, Handler: 'index.handler', Timeout: 60 };
  await pool.laptop.deploy('AWS::Lambda::Function', 'Trigger', properties);
  if (permitted) {
    await pool.laptop.deploy('AWS::Lambda::Permission', 'Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: functionArn,
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: `arn:aws:cognito-idp:eu-west-1:000000000000:userpool/${pool.poolId}`,
    });
  }
  await pool.cognito.ensureUser(pool.poolId, { email: ann, password, groups: ['viewer'] });
  return pool;
}

describe('a pre-token-generation trigger', () => {
  test('adds to both tokens, and takes away, but cannot touch who the user is', async () => {
    const { signIn } = await poolWithTrigger(
      `event.response = { claimsAndScopeOverrideDetails: {
        idTokenGeneration: { claimsToAddOrOverride: { plan: 'gold', sub: 'root' }, claimsToSuppress: ['email'] },
        accessTokenGeneration: { claimsToAddOrOverride: { plan: 'gold', client_id: 'x' }, scopesToAdd: ['films/read'] },
        groupOverrideDetails: { groupsToOverride: [...event.request.groupConfiguration.groupsToOverride, 'patron'] },
      } }; return event;`,
      'V2_0',
    );
    const { AccessToken, IdToken } = await signIn(ann);
    const [access, id] = [claimsOf(AccessToken), claimsOf(IdToken)];
    expect(access).toMatchObject({
      ...{ plan: 'gold', client_id: pool?.clientId, scope: 'aws.cognito.signin.user.admin films/read' },
      'cognito:groups': ['viewer', 'patron'],
    });
    expect(id).toMatchObject({ plan: 'gold', sub: access.sub });
    expect(id).not.toHaveProperty('email');
  });

  test('of the first version changes the id token only', async () => {
    const { signIn } = await poolWithTrigger(
      `event.response.claimsOverrideDetails = { claimsToAddOrOverride: { plan: 'gold' } }; return event;`,
      'V1_0',
    );
    const { AccessToken, IdToken } = await signIn(ann);
    expect(claimsOf(IdToken).plan).toBe('gold');
    expect(claimsOf(AccessToken)).not.toHaveProperty('plan');
  });

  test('that throws keeps the user out and says why', async () => {
    const { signIn } = await poolWithTrigger(`throw new Error('no more seats');`, 'V2_0');
    await expect(signIn(ann)).rejects.toMatchObject({
      ...{ name: 'UserLambdaValidationException' },
      message: 'PreTokenGeneration failed with error no more seats.',
    });
  });

  test('that the pool may not invoke keeps the user out', async () => {
    const { signIn } = await poolWithTrigger('return event;', 'V2_0', false);
    await expect(signIn(ann)).rejects.toMatchObject({ name: 'UnexpectedLambdaException' });
  });
});
