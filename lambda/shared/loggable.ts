/** Names of members with secrets; presigned addresses are among them. */
const secretName = /token|secret|password|authorization|cookie|signature|signed|credential|privatekey|responseurl/i;

/** Secrets inside of texts: the parameters of signed addresses, and bearer tokens. */
const secretText =
  /\b(X-Amz-(?:Signature|Credential|Security-Token)|Signature|Policy|Key-Pair-Id)=[^&\s"']+|\b(Bearer) +[\w.~+/=-]+/g;

/** Characters. An event of CloudWatch Logs has at most 1 MB, and a longer one is cut into parts that are not JSON. */
const maxTextLength = 8_000;

const redacted = '[redacted]';

/** A replacer of `JSON.stringify`: without secrets and with texts of a limited length. */
export function loggable(key: string, value: unknown): unknown {
  if (secretName.test(key)) return redacted;
  if (typeof value !== 'string') return value;
  const text = value.replace(secretText, (_, parameter, scheme) =>
    parameter ? `${parameter}=${redacted}` : `${scheme} ${redacted}`,
  );
  return text.length <= maxTextLength ? text : `${text.slice(0, maxTextLength)}… (${text.length} characters)`;
}
