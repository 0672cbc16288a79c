import { violationsOf } from '@omnistream/local/wire';
import { faultsOf } from './sdk-shapes';

/**
 * Where a request departs from AWS's models: members and types as the SDK publishes them; ranges, patterns, enums and
 * required members as botocore does (local/wire/constraints, where the older of two models counts if it is narrower).
 */
export function requestFaults(
  service: string,
  operation: string,
  shape: Parameters<typeof faultsOf>[0],
  request: object,
): string[] {
  const broken = violationsOf(service, operation, request).map(({ path, constraint }) => {
    const where = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
    return `request${where}: ${constraint}`;
  });
  return [...faultsOf(shape, request), ...broken];
}
