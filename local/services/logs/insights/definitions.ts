import type { Kernel } from '../../../kernel/kernel';
import { knownProperties } from '../../../kernel/known-properties';
import type { ResourceProvider } from '../../../kernel/service';
import type { Store } from '../../../kernel/store';
import { parseQuery } from './query';

/** A saved query. */
export interface QueryDefinition {
  readonly id: string;
  readonly region: string;
  readonly name: string;
  readonly queryString: string;
  readonly logGroupNames: readonly string[];
  /** Milliseconds since 1970. */
  readonly lastModified: number;
}

interface QueryDefinitionProperties {
  readonly Name: string;
  readonly QueryString: string;
  readonly LogGroupNames?: readonly string[];
}

/** `AWS::Logs::QueryDefinition`. A query that this runtime could not run is an error when it is deployed. */
export function queryDefinitionProvider(
  kernel: Kernel,
  definitions: Store<QueryDefinition>,
): ResourceProvider<QueryDefinitionProperties> {
  const keyOf = (region: string, name: string) => `${region}/${name}`;
  return {
    identify: ({ name }) => ({ ref: name, attributes: { QueryDefinitionId: name } }),
    deploy(resource) {
      knownProperties(resource, ['Name', 'QueryString', 'LogGroupNames']);
      const { region, name: id, properties } = resource;
      const { Name: name, QueryString: queryString, LogGroupNames: logGroupNames = [] } = properties;
      parseQuery(queryString);
      definitions.put(keyOf(region, id), {
        id,
        region,
        name,
        queryString,
        logGroupNames,
        lastModified: kernel.now(),
      });
      return undefined;
    },
    destroy: ({ region, name }) => definitions.delete(keyOf(region, name)),
  };
}
