import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Failure } from './failure';

/** Errors of the SDK if it finds no credentials, and errors of AWS if it rejects the credentials. */
const missing = ['CredentialsProviderError', 'TokenProviderError'];
const refused = ['InvalidClientTokenId', 'ExpiredToken', 'ExpiredTokenException', 'SignatureDoesNotMatch'];

/** The id of the account that the credentials belong to. Throws a `Failure` that describes what is wrong with them. */
export async function accountOf(region: string): Promise<string> {
  try {
    const { Account = '' } = await new STSClient({ region, maxAttempts: 2 }).send(new GetCallerIdentityCommand({}));
    return Account;
  } catch (error) {
    throw credentialsFailure(error as NodeJS.ErrnoException, region);
  }
}

export function credentialsFailure({ name, message, code }: NodeJS.ErrnoException, region: string): Failure {
  if (missing.includes(name)) {
    return new Failure("There are no AWS credentials. Sign in (such as 'aws sso login'), or set AWS_PROFILE.");
  }
  if (refused.includes(name)) return new Failure(`AWS rejected the credentials (${name}). Sign in again.`);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new Failure(`The region '${region}' cannot be reached. Check its name and the network.`);
  }
  return new Failure(`The account could not be determined: ${message.split('\n')[0]}`);
}
