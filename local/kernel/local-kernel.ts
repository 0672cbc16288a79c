import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import type { DeliveryFault, EventDelivery, Faults } from './faults';
import type { CallRequest, Credentials, Holder, Kernel, PolicySource } from './kernel';
import type { Ports } from './ports';
import { privateFolder } from './private-files';
import {
  type Call,
  type Demand,
  type LocalService,
  type Permission,
  type Principal,
  ServiceError,
  type ServiceEvent,
  type WireService,
} from './service';
import type { Measured } from './service-metrics';
import { FileStore, type Store } from './store';

/** The parts of IAM that the kernel calls. */
interface Authority {
  /** Throws `AccessDenied` where the caller may not make the call, or `permission` is missing. */
  authorizeCall(call: Call, permission: Permission | undefined, input: unknown): void;
  authorize(principal: Principal, region: string, demands: readonly Demand[]): void;
  resourcePolicy(resourceArn: string, document: unknown, slot?: string, source?: PolicySource): void;
  credentials(roleArn: string, sessionName: string): Credentials;
  resolve(accessKeyId: string): Holder | undefined;
}

export interface KernelOptions {
  /** Where all data lives. */
  readonly home: string;
  readonly region: string;
  readonly ports: Ports;
  readonly log?: Kernel['log'];
  /** @default - the real time */
  readonly now?: () => number;
}

/** The account id of everything on the laptop. */
export const accountId = '000000000000';

/** The parts that {@link LocalKernel.connect} puts in place. */
export interface Connections {
  readonly authority: Authority;
  readonly services: readonly LocalService[];
  /** Throws {@link ServiceError} for an input that the service's published model does not allow. */
  readonly validate: (call: Call, input: unknown) => void;
  /** Puts an event on a region's default bus. @default - events of services are dropped */
  readonly emit?: Kernel['emit'];
  /** Records metrics of services. @default - they are dropped */
  readonly measure?: Kernel['measure'];
  /** @default - every call runs, and every event arrives once */
  readonly faults?: Faults;
}

/** Stores, addresses, authorized calls among the services, and events. */
export class LocalKernel implements Kernel {
  readonly accountId = accountId;
  readonly region: string;
  readonly endpoint: string;
  readonly log: Kernel['log'];
  private readonly services = new Map<string, WireService>();
  private readonly stores = new Map<string, Store<unknown>>();
  private connections: Connections | undefined;

  constructor(private readonly options: KernelOptions) {
    this.region = options.region;
    this.endpoint = options.ports.address('aws');
    this.log = options.log ?? (() => {});
  }

  /** Connects IAM, the event bus and the services; before this, nothing can be called. Returns the services' APIs. */
  connect(connections: Connections): readonly WireService[] {
    this.connections = connections;
    for (const wire of connections.services.flatMap((service) => service.wire ?? [])) this.services.set(wire.id, wire);
    return [...this.services.values()];
  }

  now(): number {
    return (this.options.now ?? Date.now)();
  }

  folder(service: string): string {
    const folder = join(this.options.home, service);
    mkdirSync(folder, { recursive: true, mode: privateFolder });
    return folder;
  }

  store<T>(service: string, collection: string): Store<T> {
    const key = `${service}/${collection}`;
    let store = this.stores.get(key);
    if (!store) {
      store = new FileStore<unknown>(join(this.folder(service), collection));
      this.stores.set(key, store);
    }
    return store as Store<T>;
  }

  async call<O>({ input, ...request }: CallRequest): Promise<O> {
    const call: Call = { ...request, accountId, requestId: randomUUID() };
    return (await this.dispatch(call, input ?? {})) as O;
  }

  /** Authorizes a call and runs it. Throws {@link ServiceError}. */
  async dispatch(call: Call, input: unknown): Promise<unknown> {
    const service = this.services.get(call.service);
    if (!service) throw new ServiceError('UnknownService', `This runtime has no service '${call.service}'`, 501);
    const operation = ownEntry(service.operations, call.operation);
    if (!operation) {
      throw new ServiceError('NotImplemented', `This runtime's ${call.service} does not do ${call.operation}`, 501);
    }
    const { authority, validate, faults } = this.connected();
    const permission = ownEntry(service.permissions, call.operation);
    authority.authorizeCall(call, permission, input);
    // After the authorization, so that a role without a permission learns nothing else.
    validate(call, input);
    if (!faults || !(call.http || call.fallible)) return operation(input, call);
    return faults.call(call, permission?.(input, call) ?? [], async () => operation(input, call));
  }

  models(service: string, errorName: string): boolean {
    return errorName in (this.services.get(service)?.sdk ?? {});
  }

  authorize(principal: Principal, region: string, demands: readonly Demand[]): void {
    this.connected().authority.authorize(principal, region, demands);
  }

  async emit(region: string, event: ServiceEvent): Promise<void> {
    await this.connections?.emit?.(region, event);
  }

  measure(measured: Measured): void {
    this.connections?.measure?.(measured);
  }

  gauges(): readonly Measured[] {
    return (this.connections?.services ?? []).flatMap((service) => service.gauges?.() ?? []);
  }

  deliveryFault(delivery: EventDelivery): DeliveryFault | undefined {
    return this.connections?.faults?.delivery(delivery);
  }

  resourcePolicy(resourceArn: string, document: unknown, slot?: string, source?: PolicySource): void {
    this.connected().authority.resourcePolicy(resourceArn, document, slot, source);
  }

  credentials(roleArn: string, sessionName: string): Credentials {
    return this.connected().authority.credentials(roleArn, sessionName);
  }

  holder(accessKeyId: string): Holder | undefined {
    return this.connected().authority.resolve(accessKeyId);
  }

  listen(name: 'web' | 'api', listener: RequestListener, hostNames?: readonly string[]): string {
    this.options.ports.on(name, listener, hostNames);
    return this.address(name);
  }

  address(name: 'web' | 'api'): string {
    return this.options.ports.address(name);
  }

  private connected(): Connections {
    if (!this.connections) throw new Error('The kernel is not connected to its services yet');
    return this.connections;
  }
}

/** The entry of a table by operation name; a name such as `toString` has none. */
const ownEntry = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
