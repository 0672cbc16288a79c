import { type StatedSettings, setting } from './stated-setting';

export const request: StatedSettings = {
  AccelerationSettings: setting('DISABLED', 'the pricing tier: accelerated jobs are billed by the professional tier'),
  BillingTagsSource: setting('JOB', 'the tags on the bill'),
  Priority: setting('0', 'the order of the jobs in a queue'),
  Queue: setting("the account's default queue", 'the queue in which the job waits, and its price'),
  StatusUpdateInterval: setting('SECONDS_60', 'the interval of progress events'),
};

export const job: StatedSettings = {
  TimecodeConfig: setting('EMBEDDED', "the start of the outputs, which the source's timecodes move"),
};
