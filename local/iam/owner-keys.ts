import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { privateFile, privateFolder } from '../kernel/private-files';

/** The access key of the account's owner, who may do everything. */
export interface OwnerKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The profile in the file of {@link openOwnerKeys}. */
export const ownerProfile = 'omnistream';

/** The name of the file of {@link openOwnerKeys} in a data folder. */
export const ownerFile = 'aws-config';

/** Returns the keys in the file; `undefined` if it is missing or contains none. */
export function readOwnerKeys(file: string): OwnerKeys | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  const [, accessKeyId] = /^aws_access_key_id = (\S+)$/m.exec(text) ?? [];
  const [, secretAccessKey] = /^aws_secret_access_key = (\S+)$/m.exec(text) ?? [];
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined;
}

/**
 * Returns the owner's keys, which are made at random once for each data folder. They are stored in a configuration file of
 * the AWS CLI and the SDKs, with the address and region of this start, so that `AWS_CONFIG_FILE` and the profile suffice to
 * use the laptop. Only the file's owner can read it.
 */
export function openOwnerKeys(file: string, at: { readonly endpoint: string; readonly region: string }): OwnerKeys {
  const keys = readOwnerKeys(file) ?? {
    accessKeyId: `AKIA${base32(randomBytes(16))}`,
    secretAccessKey: randomBytes(30).toString('base64'),
  };
  const lines = [
    '# Keys of the account on this machine. Each start writes this file again and keeps the keys.',
    `[profile ${ownerProfile}]`,
    `aws_access_key_id = ${keys.accessKeyId}`,
    `aws_secret_access_key = ${keys.secretAccessKey}`,
    `region = ${at.region}`,
    `endpoint_url = ${at.endpoint}`,
  ];
  mkdirSync(dirname(file), { recursive: true, mode: privateFolder });
  writeFileSync(`${file}.new`, `${lines.join('\n')}\n`, { mode: privateFile });
  renameSync(`${file}.new`, file);
  return keys;
}

/** Sixteen characters of AWS's alphabet for access keys. */
export function base32(bytes: Buffer): string {
  return [...bytes.subarray(0, 16)].map((byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32]).join('');
}
