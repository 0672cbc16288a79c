import { join } from 'node:path';
import { type OwnerKeys, ownerFile, readOwnerKeys } from '../iam/owner-keys';

/** Returns the keys of the account's owner that `npm start` made in a data folder. Throws if there are none. */
export function ownerKeys(home: string): OwnerKeys {
  const keys = readOwnerKeys(join(home, ownerFile));
  if (!keys) throw new Error(`there are no keys in ${join(home, ownerFile)}`);
  return keys;
}
