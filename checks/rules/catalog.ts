import { type Rule, resources } from '../rule';
import { isFixed, listOf } from '../values';

/** Athena: "lowercase letters, numbers, and the underscore": https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html */
const plain = /^[a-z0-9_]+$/;

/** Finds names that Glue accepts and Athena cannot query. */
export const catalog: Rule = {
  name: 'catalog',
  check: (assembly) =>
    resources(assembly, 'AWS::Glue::Database', 'AWS::Glue::Table').flatMap(
      ({ construct, resource: { Properties } }) => {
        const { DatabaseInput, TableInput, DatabaseName } = Properties;
        const columns = [
          ...listOf<{ readonly Name: string }>(TableInput?.StorageDescriptor?.Columns),
          ...listOf<{ readonly Name: string }>(TableInput?.PartitionKeys),
        ].map(({ Name }) => Name);
        const names = [DatabaseInput?.Name, DatabaseName, TableInput?.Name, ...columns].filter(
          (name): name is string => typeof name === 'string' && isFixed(name),
        );
        const odd = names.filter((name) => !plain.test(name));
        const twice = columns.filter((name, index) => columns.indexOf(name) < index);
        return [
          ...odd.map((name) => `Athena accepts "${name}" only in quotes, if at all. Use a-z, 0-9 and _.`),
          // "HIVE_INVALID_METADATA: Hive metadata for table is invalid: Table descriptor contains duplicate columns"
          ...twice.map((name) => `The table has the column "${name}" twice, including partition keys. Rename one.`),
        ].map((message) => ({ rule: 'catalog', construct, message }));
      },
    ),
};
