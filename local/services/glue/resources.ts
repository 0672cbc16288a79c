import { readGlueTable } from '../../engines/query/glue-table';
import { knownProperties, unsupported } from '../../kernel/known-properties';
import type { Resource, ResourceProvider } from '../../kernel/service';
import type { Catalog, DatabaseInput, TableInput } from './catalog';

interface DatabaseProperties {
  readonly CatalogId: string;
  readonly DatabaseInput: DatabaseInput;
}

interface TableProperties {
  readonly CatalogId: string;
  readonly DatabaseName: string;
  readonly TableInput: TableInput;
}

/** Glue stores all names in lower case. */
const nameOf = (resource: Resource, name: string | undefined) => (name ?? resource.name).toLowerCase();

function ownCatalog(resource: Resource<{ readonly CatalogId: string }>): void {
  const { CatalogId } = resource.properties;
  if (CatalogId !== resource.accountId) throw unsupported(resource, 'CatalogId', 'is not the own account');
}

function knownMembers(resource: Resource, property: string, value: object, known: readonly string[]): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown) throw unsupported(resource, `${property}.${unknown}`);
}

/** `AWS::Glue::Database` */
export function databaseProvider(catalog: Catalog): ResourceProvider<DatabaseProperties> {
  return {
    identify: (resource) => ({ ref: nameOf(resource, resource.properties.DatabaseInput.Name) }),
    deploy(resource) {
      knownProperties(resource, ['CatalogId', 'DatabaseInput', 'DatabaseName']);
      ownCatalog(resource);
      const { DatabaseInput: input } = resource.properties;
      // Lake Formation's permissions have no effect here.
      const known = ['Name', 'Description', 'LocationUri', 'Parameters', 'CreateTableDefaultPermissions'];
      knownMembers(resource, 'DatabaseInput', input, known);
      catalog.putDatabase(resource.region, { ...input, Name: nameOf(resource, input.Name) });
      return undefined;
    },
  };
}

/** `AWS::Glue::Table`: files of JSON lines or Parquet, with or without projected partitions, and views. */
export function tableProvider(catalog: Catalog): ResourceProvider<TableProperties> {
  return {
    identify: (resource) => ({ ref: nameOf(resource, resource.properties.TableInput.Name) }),
    deploy(resource) {
      knownProperties(resource, ['CatalogId', 'DatabaseName', 'TableInput']);
      ownCatalog(resource);
      const { DatabaseName, TableInput: input } = resource.properties;
      knownMembers(resource, 'TableInput', input, [
        ...['Name', 'Description', 'Owner', 'TableType', 'Parameters', 'PartitionKeys', 'Retention'],
        ...['StorageDescriptor', 'ViewOriginalText', 'ViewExpandedText'],
      ]);
      try {
        readGlueTable({ ...input, Name: input.Name });
      } catch (error) {
        throw unsupported(resource, 'TableInput', `is not supported: ${(error as Error).message}`);
      }
      catalog.putTable(resource.region, DatabaseName.toLowerCase(), { ...input, Name: nameOf(resource, input.Name) });
      return undefined;
    },
  };
}
