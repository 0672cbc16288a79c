// esbuild plugins that remove parts of the AWS SDK that a Lambda function does not need from the bundles. They work at
// build time; the remaining code is the SDK's own.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A pattern for files of the SDK with this end of their paths. */
const sdk = (end) => new RegExp(`@(aws-sdk|smithy)\\b.*${end.replaceAll('/', '[\\\\/]')}$`);

/** Modules with their replacements. */
const standIns = [
  {
    // A function has no `~/.aws`; on the laptop, it must not read the developer's own.
    module: sdk('/shared-ini-file-loader/loadSharedConfigFiles.js'),
    contents: `export const CONFIG_PREFIX_SEPARATOR = '.';
      export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });`,
  },
  {
    // A function's region is in its environment, and there is no instance metadata.
    module: sdk('/getInstanceMetadataRegion.js'),
    contents: 'export const getInstanceMetadataRegion = async () => undefined;',
  },
  {
    // DynamoDB's clients derive their endpoint from the region. Endpoint discovery is off unless a variable enables it,
    // which no function sets, and no command of the SDK uses it.
    module: sdk('/middleware-endpoint-discovery/dist-es/index.js'),
    contents: `export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
        environmentVariableSelector: () => undefined, configFileSelector: () => undefined, default: undefined,
      };
      export const resolveEndpointDiscoveryConfig = (config) => config;`,
  },
  {
    // No operation that the functions call streams events, as S3's SelectObjectContent does.
    module: sdk('/core/dist-es/submodules/event-streams/index.js'),
    contents: `export const eventStreamSerdeProvider = () => undefined;
export class EventStreamCodec {}
      export const resolveEventStreamSerdeConfig = (config) => config;
      export class EventStreamSerde {
        constructor() {
          throw new Error('this bundle was built without event streams');
        }
      }`,
  },
  {
    // The authorizer has its own fetcher for keys; loading Node's `https` takes as long as loading the whole authorizer.
    module: /aws-jwt-verify[\\/]dist[\\/]esm[\\/]https-node\.js$/,
    contents: `export async function fetch(uri) {
        throw new Error('this bundle was built without a way to fetch ' + uri);
      }`,
  },
];

const standIn = {
  name: 'stand-in',
  setup({ onLoad }) {
    for (const { module, contents } of standIns) onLoad({ filter: module }, () => ({ contents }));
  },
};

/** A client uses only the version of its `package.json`, for the user agent. */
const versionOnly = {
  name: 'version-only',
  setup({ onLoad }) {
    onLoad({ filter: sdk('/package.json') }, ({ path }) => ({
      contents: JSON.stringify({ version: JSON.parse(readFileSync(path, 'utf8')).version }),
      loader: 'json',
    }));
  },
};

/** Node provides these digests. The SDK's JavaScript versions are for runtimes without them. */
const nativeDigests = {
  name: 'native-digests',
  setup({ onLoad }) {
    onLoad({ filter: sdk('/(Sha256|Sha1|Md5)Node.js') }, ({ path }) => ({
      contents: replaceOnce(
        path,
        readFileSync(path, 'utf8'),
        /hasNativeCrypto \? buildNativeClass\(\) : \w+/,
        'buildNativeClass()',
      ),
    }));
  },
};

/**
 * Allows esbuild to remove the schemas of unused operations, and the classes of errors. The SDK writes the keys of schemas
 * as `[_hE]: 400`, and a computed key counts as a side effect; the value of `_hE` is at the top of the same file. All error
 * classes are registered there: without its class, an error has the service's base class and the same name, message and
 * members. The app distinguishes errors by name. Classes that are marked as retryable are kept.
 */
const shakableSchemas = {
  name: 'shakable-schemas',
  setup({ onLoad }) {
    onLoad({ filter: sdk('/schemas/schemas_\\d+.js') }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const names = new Map(
        [...source.matchAll(/^const (\w+) = ("[^"]*");$/gm)].map(([, name, value]) => [name, value]),
      );
      const keep = retryable(join(dirname(path), '../models/errors.js'));
      return {
        contents: source
          .replace(/\[(_\w+)\]:/g, (key, name) => (names.has(name) ? `${names.get(name)}:` : key))
          .replace(/^n\d+_registry\.registerError\(\w+\$, (\w+)\);$/gm, (line, name) => (keep.has(name) ? line : '')),
      };
    });
  },
};

function retryable(path) {
  if (!existsSync(path)) return new Set();
  const classes = readFileSync(path, 'utf8').split(/^export class /m);
  return new Set(classes.filter((text) => text.includes('$retryable')).map((text) => /^\w+/.exec(text)?.[0]));
}

function replaceOnce(path, text, pattern, replacement) {
  if (!pattern.test(text)) throw new Error(`${path} has changed. Adapt scripts/slim-sdk.mjs`);
  return text.replace(pattern, replacement);
}

export const slimSdk = [standIn, versionOnly, nativeDigests, shakableSchemas];
