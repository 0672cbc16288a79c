import { readFileSync } from 'node:fs';
import { Duration, Validations } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  FunctionUrlOriginAccessControl,
  HttpVersion,
  type IKeyGroup,
  type IKeyValueStore,
  type IOrigin,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { FunctionUrlOrigin, HttpOrigin, OriginGroup, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { IFunctionUrl } from 'aws-cdk-lib/aws-lambda';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { textExtensions } from '../../lambda/shared/content-layout';
import { originKeyHeader } from '../../lambda/shared/edge-headers';
import type { Stage } from '../config';
import { filmHeaders, pageHeaders, plainHeaders } from './response-headers';

export interface ViewerDistributionProps {
  readonly stage: Stage;
  /** Films, here and in the second region. */
  readonly content: IBucket;
  readonly replica: IBucket;
  readonly page: IBucket;
  readonly apiDomainName: string;
  /** The value by which the API recognizes requests of this distribution. */
  readonly originKey: string;
  /** The public keys that verify the signatures of playback sessions. */
  readonly keyGroup: IKeyGroup;
  /** The function of signed manifests; only this distribution may invoke it. */
  readonly manifests: IFunctionUrl;
  /** The key value store with the ids of ended sessions. */
  readonly endedSessions: IKeyValueStore;
  /** Origins that the page connects to, in addition to its own. */
  readonly connect: readonly string[];
  readonly webAclArn: string;
  readonly certificate?: ICertificate;
}

/** The CloudFront distribution for viewers: page, API and films behind one address. */
export class ViewerDistribution extends Construct {
  readonly distribution: Distribution;
  /** `https://` and the name that viewers use. */
  readonly origin: string;

  constructor(scope: Construct, id: string, props: ViewerDistributionProps) {
    super(scope, id);
    const { stage, connect } = props;
    this.distribution = new Distribution(this, 'Distribution', {
      comment: `OmniStream ${stage.name}`,
      defaultRootObject: 'index.html',
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(props.page, {
          originAccessControl: this.access('SiteAccess', 'Signed requests to the bucket of the page'),
        }),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: pageHeaders(this, 'PageHeaders', connect),
        compress: true,
      },
      additionalBehaviors: {
        '/api/*': {
          origin: new HttpOrigin(props.apiDomainName, {
            readTimeout: Duration.seconds(30),
            // It replaces a header of the viewer with the same name.
            customHeaders: { [originKeyHeader]: props.originKey },
          }),
          functionAssociations: [{ function: this.apiRequest(), eventType: FunctionEventType.VIEWER_REQUEST }],
          viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
          allowedMethods: AllowedMethods.ALLOW_ALL,
          cachePolicy: CachePolicy.CACHING_DISABLED,
          // API Gateway finds the API by the Host header, so the viewer's must not be forwarded.
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
          responseHeadersPolicy: plainHeaders(this, 'ApiHeaders'),
          compress: true,
        },
        ...this.films(props),
      },
      webAclId: props.webAclArn,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: stage.priceClass,
      ...(stage.domain && {
        domainNames: [stage.domain.name],
        certificate: props.certificate,
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
    });
    this.origin = `https://${stage.domain?.name ?? this.distribution.distributionDomainName}`;
    Validations.of(this.distribution).acknowledge(
      {
        id: 'AwsSolutions-CFR1',
        reason: 'Countries depend on the rights of each film; no stage has a list of countries.',
      },
      {
        id: 'AwsSolutions-CFR3',
        reason: 'Standard logging v2 writes requests to the lake; the rule only recognizes the older logging.',
      },
      {
        id: 'AwsSolutions-CFR4',
        reason: 'The TLS version of *.cloudfront.net is fixed; a custom domain uses TLSv1.2_2021.',
      },
    );
  }

  private apiRequest(): EdgeFunction {
    return new EdgeFunction(this, 'ApiRequest', {
      comment: 'Writes the address of the viewer into a header, for the log of the API',
      code: FunctionCode.fromInline(readFileSync('lib/constructs/edge/api-request.js', 'utf8')),
      runtime: FunctionRuntime.JS_2_0,
    });
  }

  /** Behaviours of streaming addresses, in order of precedence; the function's source describes the addresses. */
  private films({ stage, content, replica, keyGroup, manifests, endedSessions }: ViewerDistributionProps) {
    const code = readFileSync('lib/constructs/edge/viewer-request.js', 'utf8');
    const viewerRequest = new EdgeFunction(this, 'ViewerRequest', {
      comment: 'Checks the session of a streaming address, and removes it from the path',
      code: FunctionCode.fromInline(
        code.replace('BOUND_TO_COUNTRY = false', `BOUND_TO_COUNTRY = ${stage.bindCountry === true}`),
      ),
      runtime: FunctionRuntime.JS_2_0,
      keyValueStore: endedSessions,
    });
    const origin = new OriginGroup({
      primaryOrigin: this.foreignBucket('Content', content),
      fallbackOrigin: this.foreignBucket('Replica', replica),
      // Failover for errors and refusals: a disabled key or a wrong policy results in a 403. So does a missing object,
      // for which the replica, where deletions are replicated, has the same response.
      fallbackStatusCodes: [403, 404, 500, 502, 503, 504],
    });
    const signedManifest = new CachePolicy(this, 'SignedManifests', {
      comment: 'Manifests of one session, cached as their Cache-Control header allows',
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.minutes(5),
    });
    const shared = {
      // Names of files contain a run or version, so a file never changes under its name.
      defaultTtl: Duration.days(365),
      maxTtl: Duration.days(365),
      minTtl: Duration.days(1),
    };
    const segment = new CachePolicy(this, 'Segments', { comment: 'Segments: immutable, not compressed', ...shared });
    const text = new CachePolicy(this, 'Manifests', {
      comment: 'Manifests and captions: immutable, compressed',
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
      ...shared,
    });
    const behavior = {
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
      cachedMethods: CachedMethods.CACHE_GET_HEAD,
      responseHeadersPolicy: filmHeaders(this, 'FilmHeaders'),
      trustedKeyGroups: [keyGroup],
      functionAssociations: [{ function: viewerRequest, eventType: FunctionEventType.VIEWER_REQUEST }],
      // A function gets CloudFront's own headers only if a policy names them.
      ...(stage.bindCountry && {
        originRequestPolicy: new OriginRequestPolicy(this, 'Country', {
          comment: 'The country of the viewer, for the edge function',
          headerBehavior: OriginRequestHeaderBehavior.allowList('CloudFront-Viewer-Country'),
        }),
      }),
    };
    const texts = { ...behavior, origin, cachePolicy: text, compress: true };
    return {
      '/v/*/signed/*': {
        ...behavior,
        origin: FunctionUrlOrigin.withOriginAccessControl(manifests, {
          originAccessControl: new FunctionUrlOriginAccessControl(this, 'ManifestsAccess', {
            description: 'Signs requests to the manifest function',
          }),
        }),
        cachePolicy: signedManifest,
        compress: true,
      },
      // Text is compressed, with a cached copy for each encoding. Compressing segments would have no benefit.
      ...Object.fromEntries(textExtensions.map((extension) => [`/v/*.${extension}`, texts])),
      '/v/*': { ...behavior, origin, cachePolicy: segment, compress: false },
    } satisfies Record<string, BehaviorOptions>;
  }

  /** The origin of a bucket whose policy is made elsewhere: CDK's own grant would be a cycle. */
  private foreignBucket(id: string, bucket: IBucket): IOrigin {
    const imported = Bucket.fromBucketAttributes(this, id, {
      bucketArn: bucket.bucketArn,
      bucketRegionalDomainName: bucket.bucketRegionalDomainName,
    });
    Validations.of(this).acknowledge({
      id: '@aws-cdk/aws-cloudfront-origins:updateImportedBucketPolicyOac',
      reason: 'ContentBucket.admit makes the policy, which names this distribution.',
    });
    return S3BucketOrigin.withOriginAccessControl(imported, {
      originAccessControl: this.access(`${id}Access`, `Signed requests to the bucket ${id} of films`),
    });
  }

  private access(id: string, description: string): S3OriginAccessControl {
    return new S3OriginAccessControl(this, id, { description });
  }
}
