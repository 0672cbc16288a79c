import * as sdk from '@aws-sdk/client-glue';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService } from '../../kernel/service';
import { Catalog } from './catalog';
import { operations } from './operations';
import { permissions } from './permissions';
import { databaseProvider, tableProvider } from './resources';

/** The part of Glue's Data Catalog that templates fill. Partitions are projected and cannot be registered. */
export function createGlue(kernel: Kernel): LocalService {
  const catalog = new Catalog(kernel);
  return {
    wire: { id: 'glue', sdk, permissions, operations: operations(catalog) },
    resources: {
      'AWS::Glue::Database': databaseProvider(catalog),
      'AWS::Glue::Table': tableProvider(catalog),
    },
  };
}
