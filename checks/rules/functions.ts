import { type Placed, type Rule, resources } from '../rule';
import { listOf } from '../values';

/** "The keys … are reserved": https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const reserved = new Set([
  ...['_HANDLER', '_X_AMZN_TRACE_ID', 'AWS_DEFAULT_REGION', 'AWS_REGION', 'AWS_EXECUTION_ENV', 'AWS_ACCESS_KEY'],
  ...['AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE', 'AWS_LAMBDA_FUNCTION_VERSION'],
  ...['AWS_LAMBDA_INITIALIZATION_TYPE', 'AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME'],
  ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_LAMBDA_RUNTIME_API'],
  ...['LAMBDA_TASK_ROOT', 'LAMBDA_RUNTIME_DIR'],
]);

/** Seconds that each kind of caller waits. */
const patience = {
  // Maximum integration timeout of HTTP APIs: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
  route: 30,
  // "Cognito waits 5 seconds": https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
  trigger: 5,
};

/** Finds environments that Lambda refuses, and functions that may run longer than their caller waits. */
export const functions: Rule = {
  name: 'functions',
  check(assembly) {
    const callers = [
      ...resources(assembly, 'AWS::ApiGatewayV2::Integration').map((from) => ({
        from,
        limit: (from.resource.Properties.TimeoutInMillis ?? patience.route * 1000) / 1000,
        targets: [from.resource.Properties.IntegrationUri],
      })),
      ...resources(assembly, 'AWS::Cognito::UserPool').map((from) => ({
        from,
        limit: patience.trigger,
        targets: triggersOf(from),
      })),
    ];
    return resources(assembly, 'AWS::Lambda::Function').flatMap((placed) => {
      const { Timeout = 3, Environment } = placed.resource.Properties ?? {};
      const late = callers
        .filter(
          ({ from, targets }) => from.stack === placed.stack && targets.some((one) => names(one, placed.logicalId)),
        )
        .filter(({ limit }) => Timeout > limit)
        .map(
          ({ from, limit }) =>
            `The function may run for ${Timeout} s, but ${from.construct} waits for ${limit} s. Set a shorter timeout.`,
        );
      return [...environment(Environment?.Variables ?? {}), ...new Set(late)].map((message) => ({
        rule: 'functions',
        construct: placed.construct,
        message,
      }));
    });
  },
};

function environment(variables: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(variables).flatMap((name) => {
    if (reserved.has(name)) return [`The environment sets ${name}, which Lambda reserves. Use another name.`];
    // CreateFunction, EnvironmentVariableName.
    if (!/^[a-zA-Z][a-zA-Z0-9_]+$/.test(name)) return [`Lambda refuses the variable name "${name}". Rename it.`];
    return [];
  });
}

function triggersOf({ resource: { Properties } }: Placed): unknown[] {
  return Object.values(Properties?.LambdaConfig ?? {}).flatMap((trigger) => [
    trigger,
    (trigger as { readonly LambdaArn?: unknown } | null)?.LambdaArn,
  ]);
}

/** Whether a reference is to this function. */
const names = (reference: unknown, logicalId: string) =>
  listOf<string>((reference as { readonly 'Fn::GetAtt'?: unknown } | undefined)?.['Fn::GetAtt'])[0] === logicalId;
