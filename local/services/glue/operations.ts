import type {
  GetDatabaseCommandInput,
  GetDatabaseCommandOutput,
  GetDatabasesCommandInput,
  GetDatabasesCommandOutput,
  GetTableCommandInput,
  GetTableCommandOutput,
  GetTablesCommandInput,
  GetTablesCommandOutput,
  GetTableVersionCommandInput,
  GetTableVersionCommandOutput,
  GetTableVersionsCommandInput,
  GetTableVersionsCommandOutput,
} from '@aws-sdk/client-glue';
import { type Operation, ServiceError } from '../../kernel/service';
import type { Catalog } from './catalog';

type Output<T> = Omit<T, '$metadata'>;

const invalid = (message: string) => new ServiceError('InvalidInputException', message);

/** The maximum number of entries in a response (API reference, `GetTables`). */
const maxPageSize = 100;

function page<T>(items: readonly T[], { NextToken, MaxResults }: { NextToken?: string; MaxResults?: number }) {
  const start = NextToken === undefined ? 0 : Number(NextToken);
  if (!Number.isInteger(start) || start < 0) throw invalid('NextToken is not valid');
  const limit = MaxResults ?? maxPageSize;
  if (limit < 1 || limit > 1000) throw invalid('MaxResults must be from 1 to 1000');
  const end = start + Math.min(limit, maxPageSize);
  return { items: items.slice(start, end), NextToken: end < items.length ? String(end) : undefined };
}

/** Refuses catalogs other than the account's own, which is the only one. */
function inOwn(accountId: string, catalogId: string | undefined): void {
  if (catalogId !== undefined && catalogId !== accountId) {
    throw new ServiceError('EntityNotFoundException', `Catalog ${catalogId} not found.`);
  }
}

export function operations(catalog: Catalog): Readonly<Record<string, Operation>> {
  const table = (input: GetTableCommandInput, region: string) =>
    catalog.table(region, input.DatabaseName ?? '', input.Name ?? '');
  return {
    GetDatabase(input: GetDatabaseCommandInput, call): Output<GetDatabaseCommandOutput> {
      inOwn(call.accountId, input.CatalogId);
      return { Database: catalog.database(call.region, input.Name ?? '') };
    },
    GetDatabases(input: GetDatabasesCommandInput, call): Output<GetDatabasesCommandOutput> {
      inOwn(call.accountId, input.CatalogId);
      const { items, NextToken } = page(catalog.databases(call.region), input);
      return { DatabaseList: items, NextToken };
    },
    GetTable(input: GetTableCommandInput, call): Output<GetTableCommandOutput> {
      inOwn(call.accountId, input.CatalogId);
      return { Table: table(input, call.region) };
    },
    GetTables(input: GetTablesCommandInput, call): Output<GetTablesCommandOutput> {
      inOwn(call.accountId, input.CatalogId);
      const expression = matcher(input.Expression);
      const found = catalog.tables(call.region, input.DatabaseName ?? '');
      const { items, NextToken } = page(
        found.filter(({ Name = '' }) => expression.test(Name)),
        input,
      );
      return { TableList: items, NextToken };
    },
    // Only the current version is stored.
    GetTableVersion(input: GetTableVersionCommandInput, call): Output<GetTableVersionCommandOutput> {
      inOwn(call.accountId, input.CatalogId);
      const found = table({ DatabaseName: input.DatabaseName, Name: input.TableName }, call.region);
      if (input.VersionId !== undefined && input.VersionId !== found.VersionId) {
        throw new ServiceError('EntityNotFoundException', `Version ${input.VersionId} of ${found.Name} not found.`);
      }
      return { TableVersion: { Table: found, VersionId: found.VersionId } };
    },
    GetTableVersions(input: GetTableVersionsCommandInput, call): Output<GetTableVersionsCommandOutput> {
      inOwn(call.accountId, input.CatalogId);
      const found = table({ DatabaseName: input.DatabaseName, Name: input.TableName }, call.region);
      return { TableVersions: [{ Table: found, VersionId: found.VersionId }] };
    },
  };
}

/** Glue's expressions are regular expressions that must match the whole name. */
function matcher(expression = '.*'): RegExp {
  try {
    return new RegExp(`^(?:${expression})$`, 'i');
  } catch {
    throw invalid(`Expression '${expression}' is not valid`);
  }
}
