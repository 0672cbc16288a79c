import { Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { transcodeHandler } from '../../lambda/media-pipeline/encode/transcode.env';
import { type DrmSystemName, drmSystems } from '../../lambda/shared/drm';
import { encodeList } from '../../lambda/shared/lists';
import type { Drm, Stage } from '../config';
import type { ContentKeys } from './content-keys';
import type { Environment } from './handler';
import { KeyProvider } from './key-provider';

export interface FilmEncryptionProps {
  readonly stage: Stage;
  /** There where the stage's key provider is its own. */
  readonly contentKeys: ContentKeys | undefined;
}

/** The variables of encoding functions that describe the encryption. */
export type EncryptionEnv = Pick<Environment<typeof transcodeHandler>, 'KEY_PROVIDER_URL' | 'DRM_SYSTEMS'>;

/** How films are encrypted: by nobody, by a provider's keys, or by our own. */
export class FilmEncryption extends Construct {
  readonly environment: EncryptionEnv;
  private readonly allow: (grantee: IGrantable) => void;

  constructor(scope: Construct, id: string, { stage, contentKeys }: FilmEncryptionProps) {
    super(scope, id);
    const { drm } = stage;
    if (!drm) {
      this.environment = { KEY_PROVIDER_URL: '', DRM_SYSTEMS: encodeList([]) };
      this.allow = () => {};
    } else if (drm.keyProvider === 'own') {
      if (!contentKeys) throw new Error(`Stage '${stage.name}' has no secret to derive content keys from`);
      const own = new KeyProvider(this, 'KeyProvider', { stage, contentKeys });
      this.environment = { KEY_PROVIDER_URL: own.url, DRM_SYSTEMS: encodeList(systemsOf(drm)) };
      this.allow = (grantee) => own.grantAsk(grantee);
    } else {
      const { keyProvider } = drm;
      const resourceArns = [Stack.of(this).formatArn(invokedAt(keyProvider, stage.region))];
      this.environment = { KEY_PROVIDER_URL: keyProvider, DRM_SYSTEMS: encodeList(systemsOf(drm)) };
      this.allow = (grantee) => Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns });
    }
  }

  /** What the encoder's role needs. */
  grantKeys(grantee: IGrantable): void {
    this.allow(grantee);
  }
}

function systemsOf(drm: Drm): DrmSystemName[] {
  if (drm.keyProvider === 'own') return ['clearkey'];
  const systems = (Object.keys(drm.licenseUrls) as DrmSystemName[]).filter((name) => name !== 'clearkey');
  if (systems.length === 0) throw new Error('DRM by a key provider needs the licence URL of at least one system');
  return systems;
}

/** Licence URLs by key system, as playback answers them; `{session}` stands for the session's id. */
export function licenseUrls({ drm }: Stage, viewerOrigin: string): Record<string, string> {
  if (!drm) return {};
  if (drm.keyProvider === 'own') {
    return { [drmSystems.clearkey.keySystem]: `${viewerOrigin}/api/sessions/{session}/license` };
  }
  const { licenseUrls: urls } = drm;
  const pairs = Object.entries(urls) as [DrmSystemName, string][];
  return Object.fromEntries(pairs.map(([name, url]) => [drmSystems[name].keySystem, url]));
}

/** MediaConvert takes nothing but API Gateway for a key provider, in its own region. */
function invokedAt(url: string, region: string) {
  const [, api, where, stage, path] =
    /^https:\/\/([a-z0-9]+)\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^/]+)\/(.+)$/.exec(url) ?? [];
  if (!api || where !== region) {
    throw new Error(`The key provider must be a stage of API Gateway in ${region}, which '${url}' is not`);
  }
  return { service: 'execute-api', region, resource: api, resourceName: `${stage}/POST/${path}` };
}
