import * as sdk from '@aws-sdk/client-glue';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService } from '../../kernel/service';
import { Catalog } from './catalog';
import { operations } from './operations';
import { permissions } from './permissions';
import { databaseProvider, tableProvider } from './resources';

/** Glue's Data Catalog, as far as templates fill it. Partitions are projected; none can be registered. */
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
