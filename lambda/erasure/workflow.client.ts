import type { Executions } from '../shared/executions.client';
import type { ErasureKind } from './erasure';
import type { ErasureRoutePorts } from './erasures';

type Workflow = ErasureRoutePorts['workflow'];

/** The two workflows that erase. The name of an execution is the erasure's id, so that each runs once. */
export class ErasureWorkflows implements Workflow {
  constructor(private readonly executions: Readonly<Record<ErasureKind, Executions>>) {}

  start(kind: ErasureKind, erasure: string): Promise<void> {
    return this.executions[kind].startAgain(erasure, { erasure });
  }
}
