/** The addresses that stand on the laptop for those that templates compute. */
export interface LocalAddresses {
  /** `http://127.0.0.1:8081`: every AWS API. */
  readonly aws: string;
  /** `http://127.0.0.1:8080`: the distribution. */
  readonly web: string;
}

/** Services that browsers and functions reach by a URL which a template spells out, rather than through the SDK. */
const apiUrl = /https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com(?:(?=\/[\w-]+\/\.well-known\/)|(?!\/?[\w-]))/g;

/** Domains of Cognito's managed login, which are paths here: see local/services/cognito-idp/managed-login/address.ts. */
const loginUrl = /https:\/\/([a-z0-9-]+)\.auth\.[a-z0-9-]+\.amazoncognito\.com/g;

/**
 * Turns URLs of AWS APIs and of managed login in a template's strings into those of this runtime, and `https` on its own addresses into `http`.
 * A token's issuer looks like such a URL, but is a name that has to stay: only API roots and `.well-known` documents change.
 */
export function localAddresses(addresses: LocalAddresses): (value: string) => string {
  const secureWeb = addresses.web.replace('http://', 'https://');
  return (value) =>
    value
      .replace(apiUrl, addresses.aws)
      .replace(loginUrl, `${addresses.aws}/_login/$1`)
      .replaceAll(secureWeb, addresses.web);
}
