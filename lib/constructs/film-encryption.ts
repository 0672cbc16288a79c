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
  /** Set only if the stage runs its own key provider. */
  readonly contentKeys: ContentKeys | undefined;
}

/** The variables of encoding functions that describe the encryption. */
export type EncryptionEnv = Pick<Environment<typeof transcodeHandler>, 'KEY_PROVIDER_URL' | 'DRM_SYSTEMS'>;

/** The encryption of films: none, with the keys of an external key provider, or with the stage's own keys. */
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
      if (!contentKeys) throw new Error(`The stage '${stage.name}' has no master secret for content keys`);
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

  /** Grants permission to request content keys: for the encoder's role. */
  grantKeys(grantee: IGrantable): void {
    this.allow(grantee);
  }
}

function systemsOf(drm: Drm): DrmSystemName[] {
  if (drm.keyProvider === 'own') return ['clearkey'];
  const systems = (Object.keys(drm.licenseUrls) as DrmSystemName[]).filter((name) => name !== 'clearkey');
  if (systems.length === 0)
    throw new Error('An external key provider requires the licence URL of at least one DRM system');
  return systems;
}

/** The licence URLs by key system that playback returns; `{session}` is replaced by the session's id. */
export function licenseUrls({ drm }: Stage, viewerOrigin: string): Record<string, string> {
  if (!drm) return {};
  if (drm.keyProvider === 'own') {
    return { [drmSystems.clearkey.keySystem]: `${viewerOrigin}/api/sessions/{session}/license` };
  }
  const { licenseUrls: urls } = drm;
  const pairs = Object.entries(urls) as [DrmSystemName, string][];
  return Object.fromEntries(pairs.map(([name, url]) => [drmSystems[name].keySystem, url]));
}

/** The ARN components of a key provider. MediaConvert accepts only stages of API Gateway in its own region. */
function invokedAt(url: string, region: string) {
  const [, api, where, stage, path] =
    /^https:\/\/([a-z0-9]+)\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^/]+)\/(.+)$/.exec(url) ?? [];
  if (!api || where !== region) {
    throw new Error(`The key provider '${url}' must be a stage of API Gateway in ${region}`);
  }
  return { service: 'execute-api', region, resource: api, resourceName: `${stage}/POST/${path}` };
}
