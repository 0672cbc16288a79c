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
  HttpVersion,
  type IKeyGroup,
  type IOrigin,
  OriginRequestPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, OriginGroup, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Stage } from '../config';
import { pageHeaders, plainHeaders } from './response-headers';

export interface ScreenProps {
  readonly stage: Stage;
  /** Films, here and in the second region. */
  readonly content: IBucket;
  readonly replica: IBucket;
  readonly site: IBucket;
  readonly apiDomainName: string;
  /** Whose signatures open films. */
  readonly keyGroup: IKeyGroup;
  /** Origins, besides its own, that the page talks to. */
  readonly connect: readonly string[];
  readonly webAclArn: string;
  readonly certificate?: ICertificate;
  readonly accessLog: IBucket;
}

/** What viewers see: page, API and films behind one address. */
export class Screen extends Construct {
  readonly distribution: Distribution;
  /** `https://` and the name that viewers use. */
  readonly origin: string;

  constructor(scope: Construct, id: string, props: ScreenProps) {
    super(scope, id);
    const { stage, connect } = props;
    const films = this.films(props);
    this.distribution = new Distribution(this, 'Distribution', {
      comment: `OmniStream ${stage.name}`,
      defaultRootObject: 'index.html',
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(props.site),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: pageHeaders(this, 'PageHeaders', connect),
        compress: true,
      },
      additionalBehaviors: {
        '/api/*': {
          origin: new HttpOrigin(props.apiDomainName, { readTimeout: Duration.seconds(30) }),
          viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
          allowedMethods: AllowedMethods.ALLOW_ALL,
          cachePolicy: CachePolicy.CACHING_DISABLED,
          // API Gateway finds its API by the Host header, which must stay its own.
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
          responseHeadersPolicy: plainHeaders(this, 'ApiHeaders'),
          compress: true,
        },
        // Text first: it gains by compression, and then has a cached copy for each encoding. Segments gain nothing.
        '/v/*.m3u8': films(true),
        '/v/*.mpd': films(true),
        '/v/*': films(false),
      },
      webAclId: props.webAclArn,
      logBucket: props.accessLog,
      logFilePrefix: 'edge/',
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
      { id: 'AwsSolutions-CFR1', reason: 'Where films may be shown is a matter of their rights, which no stage has.' },
      {
        id: 'AwsSolutions-CFR4',
        reason: 'The protocol of *.cloudfront.net cannot be chosen; with an own domain it is TLS 1.2 of 2021.',
      },
    );
  }

  /** Behaviours of signed streaming addresses; see the function's source for their shape. */
  private films({ content, replica, keyGroup }: ScreenProps): (text: boolean) => BehaviorOptions {
    const viewerRequest = new EdgeFunction(this, 'ViewerRequest', {
      comment: 'Binds streaming addresses to their session, and maps it away',
      code: FunctionCode.fromFile({ filePath: 'lib/constructs/edge/viewer-request.js' }),
      runtime: FunctionRuntime.JS_2_0,
    });
    const origin = new OriginGroup({
      primaryOrigin: this.foreignBucket('Content', content),
      fallbackOrigin: this.foreignBucket('Replica', replica),
      // When the first region fails, and not when it refuses: 403 is also what S3 says of an object that is not there,
      // and an object that was erased, or taken back, must not be brought back by its copy.
      fallbackStatusCodes: [500, 502, 503, 504],
    });
    const headers = plainHeaders(this, 'FilmHeaders');
    const shared = {
      // Names of files hold their run or version, so none ever changes under its name.
      defaultTtl: Duration.days(365),
      maxTtl: Duration.days(365),
      minTtl: Duration.days(1),
    };
    const segments = new CachePolicy(this, 'Segments', { comment: 'Immutable, as they are', ...shared });
    const manifests = new CachePolicy(this, 'Manifests', {
      comment: 'Immutable, compressed',
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
      ...shared,
    });
    return (text) => ({
      origin,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      cachedMethods: CachedMethods.CACHE_GET_HEAD,
      cachePolicy: text ? manifests : segments,
      compress: text,
      responseHeadersPolicy: headers,
      trustedKeyGroups: [keyGroup],
      functionAssociations: [{ function: viewerRequest, eventType: FunctionEventType.VIEWER_REQUEST }],
    });
  }

  /** The origin of a bucket whose own stack lets distributions in; naming this one there would be a cycle. */
  private foreignBucket(id: string, bucket: IBucket): IOrigin {
    const imported = Bucket.fromBucketAttributes(this, id, {
      bucketArn: bucket.bucketArn,
      bucketRegionalDomainName: bucket.bucketRegionalDomainName,
    });
    Validations.of(this).acknowledge({
      id: '@aws-cdk/aws-cloudfront-origins:updateImportedBucketPolicyOac',
      reason: 'The policy is written where the bucket is, for all distributions of the account.',
    });
    return S3BucketOrigin.withOriginAccessControl(imported);
  }
}
