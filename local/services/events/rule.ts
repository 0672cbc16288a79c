import type { Target as SdkTarget } from '@aws-sdk/client-eventbridge';
import type { Pattern } from './pattern';

export type Target = Pick<
  SdkTarget,
  | 'Id'
  | 'Arn'
  | 'RoleArn'
  | 'Input'
  | 'InputPath'
  | 'InputTransformer'
  | 'RetryPolicy'
  | 'DeadLetterConfig'
  | 'SqsParameters'
> & { readonly Id: string; readonly Arn: string };

export interface Rule {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly busName: string;
  readonly description?: string;
  readonly enabled: boolean;
  readonly pattern: Pattern;
  /** The text that `DescribeRule` returns. */
  readonly patternText: string;
  readonly targets: readonly Target[];
}

export interface Bus {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
}

/** The rules and buses of the templates. */
export class Rules {
  private readonly rules = new Map<string, Rule>();
  private readonly buses = new Map<string, Bus>();

  constructor(private readonly accountId: string) {}

  put(rule: Rule): void {
    this.rules.set(rule.arn, rule);
  }

  remove(arn: string): void {
    this.rules.delete(arn);
  }

  putBus(bus: Bus): void {
    this.buses.set(bus.arn, bus);
  }

  /** Finds a bus by name or ARN. Every region has a `default` bus. */
  bus(region: string, nameOrArn = 'default'): Bus | undefined {
    const arn = nameOrArn.startsWith('arn:') ? nameOrArn : this.busArn(region, nameOrArn);
    const isDefault = arn === this.busArn(region, 'default');
    return this.buses.get(arn) ?? (isDefault ? { arn, name: 'default', region } : undefined);
  }

  listBuses(region: string): Bus[] {
    const own = [...this.buses.values()].filter((bus) => bus.region === region);
    return [{ arn: this.busArn(region, 'default'), name: 'default', region }, ...own];
  }

  list(region: string, busName: string): Rule[] {
    return [...this.rules.values()]
      .filter((rule) => rule.region === region && rule.busName === busName)
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  busArn(region: string, name: string): string {
    return `arn:aws:events:${region}:${this.accountId}:event-bus/${name}`;
  }
}
