import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import type { Store } from '../../kernel/store';
import type { WorkGroup } from './model';

/** Every account has this work group, which has no requirements. */
const primary = 'primary';

export class WorkGroups {
  private readonly store: Store<WorkGroup>;

  constructor(kernel: Kernel) {
    this.store = kernel.store('athena', 'work-groups');
  }

  put(group: WorkGroup): void {
    const createdAt = this.store.get(`${group.region}/${group.name}`)?.createdAt ?? group.createdAt;
    this.store.put(`${group.region}/${group.name}`, { ...group, createdAt });
  }

  remove(region: string, name: string): void {
    this.store.delete(`${region}/${name}`);
  }

  /** Throws `InvalidRequestException`. */
  get(region: string, name: string = primary): WorkGroup {
    const found = this.store.get(`${region}/${name}`);
    if (found) return found;
    if (name === primary) return { name, region, enabled: true, enforced: false, createdAt: 0 };
    throw new ServiceError('InvalidRequestException', `WorkGroup ${name} is not found.`);
  }

  in(region: string): WorkGroup[] {
    const found = this.store.entries().map(([, group]) => group);
    const here = found.filter((group) => group.region === region && group.name !== primary);
    return [this.get(region, primary), ...here.sort((a, b) => (a.name < b.name ? -1 : 1))];
  }
}
