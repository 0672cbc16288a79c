import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kernel } from '../../kernel/kernel';
import type { Measured } from '../../kernel/service-metrics';
import { bufferOf, type StreamDefinition } from './definition';
import { actAs, deliver, makePlan } from './deliver';
import { Journal } from './journal';
import type { Plan } from './sort-records';

/** Milliseconds until a failed delivery is repeated. The time doubles with each failure. */
const firstRetryDelay = 1000;
const maxRetryDelay = 60_000;

/** Accepts records, stores them, and delivers them segment by segment until each is in the bucket. */
export class Stream {
  private readonly journal: Journal;
  private timer: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;
  private pause = firstRetryDelay;
  private delivering: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly kernel: Kernel,
    private readonly folder: string,
    public definition: StreamDefinition,
  ) {
    this.journal = new Journal(folder, () => kernel.now());
  }

  /** Stores all records, or throws and stores none. */
  put(records: readonly Uint8Array[]): void {
    this.journal.append(records);
    this.measure({ IncomingRecords: records.length });
    const { bytes, milliseconds } = bufferOf(this.definition);
    if (this.journal.size >= bytes) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), milliseconds).unref();
  }

  /** Continues the deliveries of an earlier process. */
  start(): void {
    this.deliverAll();
  }

  /** Undelivered records stay in the journal. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    clearTimeout(this.retry);
    await this.delivering;
    this.journal.roll();
  }

  /** The age in seconds of the oldest record that is not in the bucket; `undefined` if all records are. */
  gauges(): Measured | undefined {
    const oldest = this.journal.oldestAt();
    if (oldest === undefined) return undefined;
    return this.measured({ 'DeliveryToS3.DataFreshness': Math.floor((this.kernel.now() - oldest) / 1000) });
  }

  private measure(values: Readonly<Record<string, number>>): void {
    this.kernel.measure(this.measured(values));
  }

  private measured(values: Readonly<Record<string, number>>): Measured {
    const { name: DeliveryStreamName, region } = this.definition;
    return { region, namespace: 'AWS/Firehose', dimensions: { DeliveryStreamName }, values };
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.journal.roll();
    this.deliverAll();
  }

  private deliverAll(): void {
    if (this.stopped || this.retry) return;
    this.delivering ??= this.deliverSegments().finally(() => {
      this.delivering = undefined;
      // A segment may have ended during the last delivery.
      if (!this.retry && this.journal.segments().length > 0) this.deliverAll();
    });
  }

  private async deliverSegments(): Promise<void> {
    for (const segment of this.journal.segments()) {
      if (this.stopped) return;
      try {
        await this.deliverSegment(segment);
        this.pause = firstRetryDelay;
      } catch (error) {
        this.measure({ 'DeliveryToS3.Success': 0 });
        await this.report(`a delivery failed and will be repeated: ${(error as Error).message}`);
        if (this.stopped) return;
        this.retry = setTimeout(() => {
          this.retry = undefined;
          this.deliverAll();
        }, this.pause).unref();
        this.pause = Math.min(this.pause * 2, maxRetryDelay);
        return;
      }
    }
  }

  private async deliverSegment(segment: string): Promise<void> {
    const records = this.journal.read(segment);
    if (records.length > 0) {
      const plan = await this.plan(segment);
      const scratch = join(this.folder, `${segment}.scratch`);
      const failed = await deliver(this.kernel, { stream: this.definition, segment, records, plan, scratch });
      this.measure({ 'DeliveryToS3.Success': 1, 'DeliveryToS3.Records': records.length });
      if (failed > 0 && plan.conversion) this.measure({ 'FailedConversion.Records': failed });
      if (failed > 0)
        await this.report(`${failed} records could not be processed and are stored under the error prefix`);
    }
    this.journal.delete(segment);
    rmSync(this.planFile(segment), { force: true });
  }

  private async plan(segment: string): Promise<Plan> {
    const file = this.planFile(segment);
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Plan;
    const plan = await makePlan(this.kernel, this.definition);
    writeFileSync(`${file}.new`, JSON.stringify(plan));
    renameSync(`${file}.new`, file);
    return plan;
  }

  private planFile(segment: string): string {
    return join(this.folder, `${segment}.plan`);
  }

  /** Writes to the runtime's log and to the stream's own. */
  private async report(message: string): Promise<void> {
    const { name, region, roleArn, log } = this.definition;
    this.kernel.log('firehose', message, { stream: name });
    if (!log) return;
    try {
      const logEvents = [
        { timestamp: this.kernel.now(), message: JSON.stringify({ deliveryStreamARN: name, message }) },
      ];
      await this.kernel.call({
        ...{ service: 'logs', operation: 'PutLogEvents', region, principal: actAs(this.kernel, roleArn) },
        input: { logGroupName: log.group, logStreamName: log.stream, logEvents },
      });
    } catch (error) {
      this.kernel.log('firehose', 'the log of a stream is not available', { stream: name, error: String(error) });
    }
  }
}
