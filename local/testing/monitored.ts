import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import type { Kernel } from '../kernel/kernel';
import type { LocalService } from '../kernel/service';
import { type CloudWatch, createCloudWatch } from '../services/cloudwatch';
import { type Laptop, startLaptop } from './start-services';

/** Services whose alarms a test drives: it owns the time, and no alarm is evaluated unless time passes. */
export interface Monitored {
  readonly laptop: Laptop;
  readonly cloudWatch: CloudWatchClient;
  /** Records a value of any metric, such as one of a service that the laptop lacks. */
  readonly record: CloudWatch['record'];
  /** Lets minutes pass one by one, and evaluates all alarms after each. */
  pass(minutes: number): Promise<void>;
  /** The state of each alarm of a region, composite alarms included, by name. */
  states(region?: string): Promise<Readonly<Record<string, string>>>;
  stop(): Promise<void>;
}

const minute = 60_000;

/** Starts CloudWatch together with the services that `create` makes. */
export async function startMonitored(
  create: (kernel: Kernel, cloudWatch: CloudWatch) => LocalService[],
): Promise<Monitored> {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  let service: CloudWatch | undefined;
  const laptop = await startLaptop(
    (kernel) => {
      // Its own clock never ends a minute: only `pass` evaluates.
      const still = { now, sleep: (_until: number, signal: AbortSignal) => aborted(signal) };
      service = createCloudWatch(kernel, still);
      return [service, ...create(kernel, service)];
    },
    { now },
  );
  const cloudWatch = new CloudWatchClient(laptop.clientConfig);
  return {
    laptop,
    cloudWatch,
    record: (metric, value) => service?.record(metric, value),
    async pass(minutes) {
      for (let passed = 0; passed < minutes; passed++) {
        ahead += minute;
        await service?.evaluate();
      }
    },
    async states(region) {
      const client = region ? new CloudWatchClient({ ...laptop.clientConfig, region }) : cloudWatch;
      const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
        new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], MaxRecords: 100 }),
      );
      if (client !== cloudWatch) client.destroy();
      const all = [...MetricAlarms, ...CompositeAlarms];
      return Object.fromEntries(all.map(({ AlarmName = '', StateValue = '' }) => [AlarmName, StateValue]));
    },
    async stop() {
      cloudWatch.destroy();
      await laptop.stop();
    },
  };
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
