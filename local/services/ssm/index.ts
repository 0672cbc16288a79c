import type {
  GetParameterCommandInput,
  GetParameterCommandOutput,
  GetParametersByPathCommandInput,
  GetParametersByPathCommandOutput,
  GetParametersCommandInput,
  GetParametersCommandOutput,
  PutParameterCommandInput,
  PutParameterCommandOutput,
} from '@aws-sdk/client-ssm';
import * as sdk from '@aws-sdk/client-ssm';
import type { Kernel } from '../../kernel/kernel';
import { type Call, type LocalService, type Resource, type ResourceProvider, ServiceError } from '../../kernel/service';
import type { Store } from '../../kernel/store';
import { knownProperties } from '../known-properties';

interface Parameter {
  readonly name: string;
  readonly region: string;
  readonly type: 'String' | 'StringList';
  readonly value: string;
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

/** SSM Parameter Store: plain parameters. `SecureString` is refused; secrets belong to Secrets Manager. */
export function createSsm(kernel: Kernel): LocalService {
  const store = kernel.store<Parameter>('ssm', 'parameters');
  return {
    wire: {
      id: 'ssm',
      sdk,
      operations: {
        GetParameter: getParameter(store),
        GetParameters: getParameters(store),
        GetParametersByPath: getParametersByPath(store),
        PutParameter: putParameter(store, kernel),
      },
    },
    resources: { 'AWS::SSM::Parameter': parameterProvider(store, kernel) },
  };
}

export function parameterArn(region: string, accountId: string, name: string): string {
  return `arn:aws:ssm:${region}:${accountId}:parameter/${name.replace(/^\//, '')}`;
}

function put(store: Store<Parameter>, parameter: Omit<Parameter, 'version'>): number {
  const key = `${parameter.region}/${parameter.name}`;
  const before = store.get(key);
  if (before?.value === parameter.value && before.type === parameter.type) return before.version;
  const version = (before?.version ?? 0) + 1;
  store.put(key, { ...parameter, version });
  return version;
}

function described({ name, region, type, value, version, modifiedAt }: Parameter, call: Call) {
  return {
    Name: name,
    Type: type,
    Value: value,
    Version: version,
    LastModifiedDate: new Date(modifiedAt),
    ARN: parameterArn(region, call.accountId, name),
    DataType: 'text',
  };
}

/** By name or ARN. */
function find(store: Store<Parameter>, reference: string, region: string): Parameter | undefined {
  const name = reference.startsWith('arn:') ? reference.slice(reference.indexOf(':parameter/') + 10) : reference;
  return store.get(`${region}/${name}`) ?? store.get(`${region}/${name.replace(/^\//, '')}`);
}

function getParameter(store: Store<Parameter>) {
  return ({ Name = '' }: GetParameterCommandInput, call: Call): Omit<GetParameterCommandOutput, '$metadata'> => {
    const parameter = find(store, Name, call.region);
    if (!parameter) throw new ServiceError('ParameterNotFound', `Parameter ${Name} not found.`);
    return { Parameter: described(parameter, call) };
  };
}

function getParameters(store: Store<Parameter>) {
  return ({ Names = [] }: GetParametersCommandInput, call: Call): Omit<GetParametersCommandOutput, '$metadata'> => {
    const found = Names.map((name) => [name, find(store, name, call.region)] as const);
    return {
      Parameters: found.flatMap(([, parameter]) => (parameter ? [described(parameter, call)] : [])),
      InvalidParameters: found.filter(([, parameter]) => !parameter).map(([name]) => name),
    };
  };
}

function getParametersByPath(store: Store<Parameter>) {
  return (input: GetParametersByPathCommandInput, call: Call): Omit<GetParametersByPathCommandOutput, '$metadata'> => {
    if (input.ParameterFilters) throw new ServiceError('InvalidFilterKey', 'This runtime does not know filters.');
    const path = `${(input.Path ?? '').replace(/\/$/, '')}/`;
    const parameters = store
      .entries()
      .map(([, parameter]) => parameter)
      .filter(({ region, name }) => region === call.region && name.startsWith(path))
      .filter(({ name }) => input.Recursive || !name.slice(path.length).includes('/'));
    return { Parameters: parameters.map((parameter) => described(parameter, call)) };
  };
}

function putParameter(store: Store<Parameter>, kernel: Kernel) {
  return (input: PutParameterCommandInput, call: Call): Omit<PutParameterCommandOutput, '$metadata'> => {
    const { Name: name = '', Value: value = '', Overwrite = false } = input;
    const before = find(store, name, call.region);
    const type = input.Type ?? before?.type;
    if (type !== 'String' && type !== 'StringList') {
      throw new ServiceError('UnsupportedParameterType', `The parameter type ${type} is not supported.`);
    }
    if (before && !Overwrite) {
      throw new ServiceError('ParameterAlreadyExists', 'The parameter already exists.');
    }
    const modifiedAt = kernel.now();
    return { Version: put(store, { name, region: call.region, type, value, modifiedAt }), Tier: 'Standard' };
  };
}

interface ParameterProperties {
  readonly Name?: string;
  readonly Type: 'String' | 'StringList';
  readonly Value: string;
}

/** `AWS::SSM::Parameter`: the template's value replaces what was put since. */
function parameterProvider(store: Store<Parameter>, kernel: Kernel): ResourceProvider<ParameterProperties> {
  const nameOf = (resource: Resource<ParameterProperties>) => resource.properties.Name ?? resource.name;
  return {
    identify: (resource) => ({
      ref: nameOf(resource),
      attributes: { Type: resource.properties.Type, Value: resource.properties.Value },
    }),
    deploy(resource) {
      knownProperties(resource, ['Name', 'Type', 'Value', 'Description', 'Tier', 'DataType', 'AllowedPattern', 'Tags']);
      const { Type: type, Value: value } = resource.properties;
      put(store, { name: nameOf(resource), region: resource.region, type, value, modifiedAt: kernel.now() });
      return undefined;
    },
  };
}
