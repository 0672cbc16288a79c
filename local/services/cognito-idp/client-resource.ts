import { randomBytes } from 'node:crypto';
import type { Kernel } from '../../kernel/kernel';
import { knownProperties, unsupported } from '../../kernel/known-properties';
import type { Resource, ResourceProvider } from '../../kernel/service';
import { type Pools, stableId } from './pools';

interface ClientProperties {
  readonly ClientName?: string;
  readonly UserPoolId: string;
  readonly GenerateSecret?: boolean | string;
  readonly ExplicitAuthFlows?: readonly string[];
  readonly PreventUserExistenceErrors?: string;
  readonly EnableTokenRevocation?: boolean | string;
  readonly AccessTokenValidity?: number;
  readonly IdTokenValidity?: number;
  readonly RefreshTokenValidity?: number;
  readonly AuthSessionValidity?: number;
  readonly TokenValidityUnits?: Partial<Record<'AccessToken' | 'IdToken' | 'RefreshToken', keyof typeof units>>;
  readonly ReadAttributes?: readonly string[];
  readonly WriteAttributes?: readonly string[];
  readonly RefreshTokenRotation?: { readonly Feature?: string; readonly RetryGracePeriodSeconds?: number | string };
  readonly AllowedOAuthFlows?: readonly string[];
  readonly AllowedOAuthFlowsUserPoolClient?: boolean | string;
  readonly AllowedOAuthScopes?: readonly string[];
  readonly CallbackURLs?: readonly string[];
  readonly LogoutURLs?: readonly string[];
  readonly SupportedIdentityProviders?: readonly string[];
}

/** The properties that `DescribeUserPoolClient` returns as they are in the template. */
const described = [
  ...['AllowedOAuthFlows', 'AllowedOAuthFlowsUserPoolClient', 'AllowedOAuthScopes', 'CallbackURLs'],
  ...[
    'DefaultRedirectURI',
    'LogoutURLs',
    'RefreshTokenRotation',
    'SupportedIdentityProviders',
    'AccessTokenValidity',
    'IdTokenValidity',
  ],
  ...['RefreshTokenValidity', 'TokenValidityUnits', 'AuthSessionValidity', 'ReadAttributes', 'WriteAttributes'],
];
const supportedProperties = [
  ...['ClientName', 'UserPoolId', 'GenerateSecret', 'ExplicitAuthFlows', 'PreventUserExistenceErrors'],
  ...['EnableTokenRevocation', 'AnalyticsConfiguration'],
  ...['EnablePropagateAdditionalUserContextData', ...described],
];

const units = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;
const day = units.days;

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html */
const defaultFlows = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'];
const tokenKinds = {
  AccessToken: { unit: 'hours', otherwise: 1, shortest: 300, longest: day },
  IdToken: { unit: 'hours', otherwise: 1, shortest: 300, longest: day },
  RefreshToken: { unit: 'days', otherwise: 30, shortest: 3600, longest: 3650 * day },
} as const;

/** Returns the seconds for which a kind of token is valid. Throws if AWS would refuse the value. */
function validity(resource: Resource<ClientProperties>, kind: keyof typeof tokenKinds): number {
  const { unit, otherwise, shortest, longest } = tokenKinds[kind];
  const property = `${kind}Validity` as const;
  const amount = Number(resource.properties[property] || otherwise);
  const seconds = amount * units[resource.properties.TokenValidityUnits?.[kind] ?? unit];
  if (!(seconds >= shortest && seconds <= longest)) {
    throw unsupported(resource, property, `is not between ${shortest} and ${longest} seconds`);
  }
  return seconds;
}

/** Throws if AWS would refuse the value. */
function rotation(resource: Resource<ClientProperties>) {
  const { RefreshTokenRotation: wanted, ExplicitAuthFlows: flows } = resource.properties;
  if (wanted?.Feature !== 'ENABLED') return undefined;
  if ((flows ?? defaultFlows).includes('ALLOW_REFRESH_TOKEN_AUTH')) {
    throw unsupported(resource, 'RefreshTokenRotation', 'cannot be combined with ALLOW_REFRESH_TOKEN_AUTH');
  }
  const graceSeconds = Number(wanted.RetryGracePeriodSeconds ?? 0);
  if (!(graceSeconds >= 0 && graceSeconds <= 60)) {
    throw unsupported(resource, 'RefreshTokenRotation', 'must have a grace period of 0 to 60 seconds');
  }
  return { graceSeconds };
}

/** Throws for identity providers and grants that the laptop does not support. */
function oauth(resource: Resource<ClientProperties>) {
  const { properties } = resource;
  if (!isTrue(properties.AllowedOAuthFlowsUserPoolClient)) return undefined;
  const flows = properties.AllowedOAuthFlows ?? [];
  const flow = flows.find((name) => name !== 'code');
  if (flow) throw unsupported(resource, 'AllowedOAuthFlows', `'${flow}' is not supported by this runtime`);
  const provider = (properties.SupportedIdentityProviders ?? []).find((name) => name !== 'COGNITO');
  if (provider)
    throw unsupported(resource, 'SupportedIdentityProviders', `'${provider}' is not supported by this runtime`);
  return {
    flows,
    scopes: properties.AllowedOAuthScopes ?? [],
    callbackUrls: properties.CallbackURLs ?? [],
    logoutUrls: properties.LogoutURLs ?? [],
  };
}

const isTrue = (value: boolean | string | undefined) => value === true || value === 'true';

function clientId({ accountId, region, stackName, logicalId }: Resource): string {
  return stableId(`client/${accountId}/${region}/${stackName}/${logicalId}`, 26, 36);
}

/** `AWS::Cognito::UserPoolClient`. The secret of a client is made once. */
export function clientResource(kernel: Kernel, pools: Pools): ResourceProvider<ClientProperties> {
  const secretOf = (resource: Resource<ClientProperties>) => {
    if (!isTrue(resource.properties.GenerateSecret)) return undefined;
    const secrets = kernel.store<string>('cognito-idp', 'client-secrets');
    const id = clientId(resource);
    const secret = secrets.get(id) ?? stableId(randomBytes(32).toString('hex'), 51, 36);
    if (!secrets.get(id)) secrets.put(id, secret);
    return secret;
  };
  return {
    identify(resource) {
      const id = clientId(resource);
      const name = resource.properties.ClientName ?? resource.name;
      return { ref: id, attributes: { ClientId: id, Name: name, ClientSecret: () => secretOf(resource) } };
    },
    deploy(resource) {
      knownProperties(resource, supportedProperties);
      const { properties } = resource;
      const settings = Object.entries(properties).filter(([name]) => described.includes(name));
      pools.putClient({
        id: clientId(resource),
        name: properties.ClientName ?? resource.name,
        poolId: pools.get(properties.UserPoolId).id,
        secret: secretOf(resource),
        authFlows: properties.ExplicitAuthFlows ?? defaultFlows,
        preventUserExistenceErrors: properties.PreventUserExistenceErrors === 'ENABLED',
        tokenRevocation: isTrue(properties.EnableTokenRevocation ?? true),
        validity: {
          access: validity(resource, 'AccessToken'),
          id: validity(resource, 'IdToken'),
          refresh: validity(resource, 'RefreshToken'),
          challenge: Number(properties.AuthSessionValidity ?? 3) * units.minutes,
        },
        readAttributes: properties.ReadAttributes,
        writeAttributes: properties.WriteAttributes,
        rotation: rotation(resource),
        oauth: oauth(resource),
        settings: Object.fromEntries(settings),
      });
      return undefined;
    },
  };
}
