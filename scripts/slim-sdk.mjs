// esbuild plugins that leave out of the bundles what the AWS SDK carries for machines that are no Lambda functions.
// All of it is decided at build time; what remains is the SDK's own code.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Files of the SDK whose paths end like this. */
const sdk = (end) => new RegExp(`@(aws-sdk|smithy)\\b.*${end.replaceAll('/', '[\\\\/]')}$`);

/** Modules and what stands in for them. */
const standIns = [
  {
    // A function has no `~/.aws`; on the laptop, the developer's own must not shine through.
    module: sdk('/shared-ini-file-loader/loadSharedConfigFiles.js'),
    contents: `export const CONFIG_PREFIX_SEPARATOR = '.';
      export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });`,
  },
  {
    // A function's region is in its environment, and there is no instance whose metadata could be asked.
    module: sdk('/getInstanceMetadataRegion.js'),
    contents: 'export const getInstanceMetadataRegion = async () => undefined;',
  },
  {
    // DynamoDB's clients find their endpoint by region. Discovery is off unless a variable that we do not set says
    // otherwise, and no command of the SDK uses it.
    module: sdk('/middleware-endpoint-discovery/dist-es/index.js'),
    contents: `export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
        environmentVariableSelector: () => undefined, configFileSelector: () => undefined, default: undefined,
      };
      export const resolveEndpointDiscoveryConfig = (config) => config;`,
  },
  {
    // No operation that we call streams events, as S3's SelectObjectContent does.
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
    // The authorizer fetches its keys by itself; Node's `https` takes as long to load as all of the authorizer.
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

/** Of its `package.json` a client uses the version, for the user agent. */
const versionOnly = {
  name: 'version-only',
  setup({ onLoad }) {
    onLoad({ filter: sdk('/package.json') }, ({ path }) => ({
      contents: JSON.stringify({ version: JSON.parse(readFileSync(path, 'utf8')).version }),
      loader: 'json',
    }));
  },
};

/** Node has these digests; the SDK's own, in JavaScript, are for runtimes that may lack them. */
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
 * Lets esbuild drop the schemas of operations that nobody calls, and the classes of errors.
 * The SDK writes the keys of schemas as `[_hE]: 400`, and a computed key counts as a side effect; what `_hE` stands for
 * is at the top of the same file. Error classes are all registered there: without, an error is of the service's base
 * class, and has the same name, message and members. We tell errors by name. What marks itself as retryable is kept.
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
  if (!pattern.test(text)) throw new Error(`${path} is not what it was: see scripts/slim-sdk.mjs`);
  return text.replace(pattern, replacement);
}

export const slimSdk = [standIn, versionOnly, nativeDigests, shakableSchemas];
