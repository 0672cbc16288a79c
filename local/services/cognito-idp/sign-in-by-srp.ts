import { createHmac, timingSafeEqual } from 'node:crypto';
import { required } from './clients';
import { type Directory, invalidParameter, notAuthorized, wrongPassword } from './directory';
import { type Client, type Pool, poolName } from './pools';
import { seal, unseal } from './sealed';
import { markUsed, sealKey } from './sessions';
import { admit, type Step, unknownUser } from './sign-in';
import { makeChallenge, publicValueOf, sharedKey, signature, type Verifier } from './srp';

/** The state between the two steps, sealed into `SECRET_BLOCK`, so that a sign-in survives a restart. */
interface Pending {
  readonly clientId: string;
  readonly username: string;
  readonly clientValue: string;
  readonly secret: string;
  readonly publicValue: string;
  readonly expiresAt: number;
}

/** `Tue Nov 3 07:05:09 UTC 2026`; the day of the month has no leading zero. */
const timestampForm =
  /^(Sun|Mon|Tue|Wed|Thu|Fri|Sat) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [1-9]\d? \d\d:\d\d:\d\d UTC \d{4}$/;

export function startSrp(directory: Directory, pool: Pool, client: Client, parameters: Record<string, string>) {
  const { kernel, users, attempts } = directory;
  const name = required(parameters, 'USERNAME');
  const clientValue = required(parameters, 'SRP_A');
  if (publicValueOf(clientValue) === undefined) throw invalidParameter('Invalid SRP_A');
  const user = users.find(pool, name);
  if (!user && !client.preventUserExistenceErrors) throw unknownUser(client);
  const username = user?.username ?? (pool.usernameAttributes.length ? decoyId(pool, name) : name);
  attempts.check(pool.id, username);
  const { salt, verifier } = user?.password?.srp ?? decoy(pool, name);
  const challenge = makeChallenge({ salt, verifier });
  const pending: Pending = {
    clientId: client.id,
    username,
    clientValue,
    ...challenge,
    expiresAt: kernel.now() + client.validity.challenge * 1000,
  };
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      SALT: salt,
      SRP_B: challenge.publicValue,
      SECRET_BLOCK: seal(sealKey(pool), pending).toString('base64'),
      USERNAME: username,
      USER_ID_FOR_SRP: username,
    },
  } as const;
}

export async function finishSrp(
  directory: Directory,
  pool: Pool,
  client: Client,
  responses: Record<string, string>,
): Promise<Step> {
  const { kernel, users, attempts, spent } = directory;
  const encoded = required(responses, 'PASSWORD_CLAIM_SECRET_BLOCK');
  const claimed = Buffer.from(required(responses, 'PASSWORD_CLAIM_SIGNATURE'), 'base64');
  const timestamp = required(responses, 'TIMESTAMP');
  if (!timestampForm.test(timestamp)) {
    throw invalidParameter('TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.');
  }
  const block = Buffer.from(encoded, 'base64');
  const pending = unseal<Pending>(sealKey(pool), block);
  if (pending?.clientId !== client.id) throw wrongPassword();
  if (pending.expiresAt <= kernel.now()) throw notAuthorized('Invalid session for the user, session is expired.');
  attempts.check(pool.id, pending.username);
  const blockKey = block.toString('base64');
  if (spent.has(blockKey)) throw wrongPassword();

  const user = users.find(pool, pending.username);
  const verifier = user?.password?.srp ?? decoy(pool, pending.username);
  const key = sharedKey(BigInt(`0x${pending.clientValue}`), pending, verifier);
  const expected = key && Buffer.from(signature(key, poolName(pool), pending.username, block, timestamp), 'base64');
  if (!user || !expected || claimed.length !== expected.length || !timingSafeEqual(claimed, expected)) {
    attempts.failed(pool.id, pending.username);
    throw wrongPassword();
  }
  markUsed(directory, blockKey, pending.expiresAt, 'Incorrect username or password.');
  return admit(directory, pool, client, user);
}

const derived = (pool: Pool, purpose: string, name: string) =>
  createHmac('sha512', sealKey(pool)).update(`${purpose}/${name}`).digest('hex');

/** Returns numbers for a user that does not exist. They look like a user's numbers, and are the same each time. */
function decoy(pool: Pool, name: string): Verifier {
  const verifier = Array.from({ length: 6 }, (_, index) => derived(pool, `verifier ${index}`, name)).join('');
  return { salt: derived(pool, 'salt', name).slice(0, 32), verifier };
}

function decoyId(pool: Pool, name: string): string {
  const hex = derived(pool, 'id', name);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
