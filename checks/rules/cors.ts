import { type Rule, resources } from '../rule';
import { listOf } from '../values';

/** Methods that S3 accepts. It refuses OPTIONS ("Found unsupported HTTP method in CORS config"): API_CORSRule. */
const s3Methods = new Set(['GET', 'PUT', 'HEAD', 'POST', 'DELETE']);
/** Seconds. Source: API_Cors of Lambda, for function URLs. */
const longestUrlAge = 86_400;

/** Finds CORS settings that S3, HTTP APIs, function URLs or browsers refuse. */
export const cors: Rule = {
  name: 'cors',
  check(assembly) {
    const buckets = resources(assembly, 'AWS::S3::Bucket').flatMap(({ construct, resource }) =>
      // biome-ignore lint/suspicious/noExplicitAny: CorsRule
      listOf<any>(resource.Properties?.CorsConfiguration?.CorsRules).flatMap(({ AllowedMethods, AllowedHeaders }) => [
        ...listOf<string>(AllowedMethods)
          .filter((method) => !s3Methods.has(method))
          .map((method) => ({
            rule: 'cors',
            construct,
            message: `The CORS rule allows ${method}, which S3 refuses. Remove it; S3 responds to preflight requests itself.`,
          })),
        // "AllowedHeader can not have more than one wildcard"
        ...listOf<string>(AllowedHeaders)
          .filter((header) => header.split('*').length > 2)
          .map((header) => ({
            rule: 'cors',
            construct,
            message: `The CORS rule allows the header "${header}". S3 accepts one wildcard per header.`,
          })),
      ]),
    );
    const shared = resources(assembly, 'AWS::ApiGatewayV2::Api', 'AWS::Lambda::Url').flatMap(
      ({ construct, resource: { Type, Properties } }) => {
        const { AllowCredentials, AllowOrigins, MaxAge = 0 } = Properties?.CorsConfiguration ?? Properties?.Cors ?? {};
        const messages = [
          // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
          ...(AllowCredentials === true && listOf<string>(AllowOrigins).includes('*')
            ? ['CORS allows credentials for every origin, which AWS refuses. Name the origins.']
            : []),
          ...(Type === 'AWS::Lambda::Url' && MaxAge > longestUrlAge
            ? [`CORS responses are cached for ${MaxAge} s. Lambda accepts at most ${longestUrlAge}.`]
            : []),
        ];
        return messages.map((message) => ({ rule: 'cors', construct, message }));
      },
    );
    return [...buckets, ...shared];
  },
};
