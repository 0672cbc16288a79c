import { readFileSync } from 'node:fs';
import { charge } from '../../cost/charge';
import { estimate } from '../../cost/estimate';
import { idleCost } from '../../cost/idle';
import { coveredBy, isWithin, leastPlan, planCriteria } from '../../cost/plans';
import { priceIn } from '../../cost/prices';
import { placedIn, resourcesIn, runsPerMonth, stageFacts } from '../../cost/stage';
import { synthesizedAssembly } from '../checks/synthesized-assembly';

const dev = synthesizedAssembly('dev');
const prod = synthesizedAssembly('prod');
const idle = idleCost(placedIn(dev));
const usdOf = (service: string) =>
  idle.lines.filter((line) => line.service === service).reduce((sum, { usd = 0 }) => sum + usd, 0);

interface MetricQuery {
  readonly MetricStat?: object;
}

describe('dev, while nobody uses it', () => {
  test('costs at most 35 USD a month', () => {
    expect(idle.unknown).toEqual([]);
    expect(idle.usd).toBeLessThanOrEqual(35);
  });

  test('is five keys, the firewall with seven rules, two secrets, alarms, a dashboard and its schedules', () => {
    expect([usdOf('KMS'), usdOf('WAF'), usdOf('Secrets Manager')]).toEqual([5, 5 + 7, 0.8]);
    const of = (what: string) => idle.lines.find((line) => line.what === what)?.usd;
    // Three objectives and two incidents; four metrics of replication.
    expect([of('Composite alarms'), of('Dashboards'), of('Custom metrics, the first 10,000')]).toEqual([2.5, 3, 1.2]);
    const alarms = resourcesIn(dev, 'AWS::CloudWatch::Alarm').map(({ resource }) => resource.Properties);
    const metrics = alarms.flatMap(
      ({ Metrics }) => Metrics?.filter(({ MetricStat }: MetricQuery) => MetricStat) ?? [1],
    );
    expect(of('Metrics of alarms')).toBeCloseTo(metrics.length * 0.1, 6);
    // Once a day the rankings with 10 transitions, and the lifecycle with 25.
    const days = 730 / 24;
    expect(usdOf('Step Functions')).toBeCloseTo((days * (10 + 25) * 0.025) / 1000, 6);
    // Two queries of 10 MB each, once a day: without viewers, the lake has no other news.
    expect(usdOf('Athena')).toBeCloseTo((days * 2 * 10 * 5) / 1e6, 6);
  });
});

test('what a stage decides is read from its templates', () => {
  expect(stageFacts(dev)).toMatchObject({
    region: 'eu-west-1',
    replicaRegion: 'eu-central-1',
    recommenders: 0,
    logDays: 14,
    secondCopies: false,
    edgeLogDays: 14,
  });
  expect(stageFacts(prod)).toMatchObject({
    priceClass: 'PriceClass_All',
    webAclRules: 7 + 2,
    recommenders: 3,
    logDays: 30,
    edgeLogDays: 30,
    interactionDays: 760,
    sourceClass: 'INTELLIGENT_TIERING',
    userPoolPlan: 'ESSENTIALS',
    replicates: true,
    secondCopies: true,
  });
});

test('a schedule that the model cannot count is refused', () => {
  expect(runsPerMonth('rate(1 day)')).toBeCloseTo(30.4, 1);
  expect(() => runsPerMonth('cron(0 3 * * ? *)')).toThrow("The cost of the schedule 'cron(0 3 * * ? *)' is unknown");
});

describe('flat-rate plans', () => {
  const criteria = planCriteria(prod);
  const planOf = (name: string) => criteria.find((one) => one.name === name)?.plan;

  test('the distribution stays eligible, for Premium: it fails over', () => {
    expect(leastPlan(criteria)).toBe('Premium');
    expect(criteria.filter(({ plan }) => plan === 'Premium').map(({ name }) => name)).toEqual([
      'Origin groups (failover)',
    ]);
    expect(planOf('Custom cache policies')).toBe('Business');
    expect(planOf('Cache behaviors')).toBe('Pro');
    expect(planOf('Lambda@Edge')).toBe('Free');
  });

  test('what no plan allows leaves pay-as-you-go alone', () => {
    const changed = structuredClone(prod);
    for (const stack of changed.stacks) {
      for (const resource of Object.values(stack.template.Resources)) {
        if (resource.Type !== 'AWS::CloudFront::Distribution') continue;
        resource.Properties.DistributionConfig.DefaultCacheBehavior.LambdaFunctionAssociations = [{}];
      }
    }
    expect(leastPlan(planCriteria(changed))).toBe('none');
  });

  test('a plan is worth it between its price and its allowance', () => {
    const month = (viewingHours: number) =>
      estimate(
        { hoursOfSource: 0, languages: 0, storedHours: 0, viewingHours },
        { stage: stageFacts(prod), placed: placedIn(prod) },
      );
    expect(coveredBy(month(1000)).usd).toBeLessThan(1000);
    expect(coveredBy(month(20_000)).usd).toBeGreaterThan(1000);
    expect(isWithin(month(20_000), 'Premium')).toBe(true);
    // 50 TB are 28,444 hours of 1.8 GB.
    expect(isWithin(month(30_000), 'Premium')).toBe(false);
  });
});

const read = (doc: string) => readFileSync(`docs/${doc}`, 'utf8').replace(/\s+/g, ' ');

describe('the figures of the README and of the deployment guide', () => {
  const readme = readFileSync('README.md', 'utf8').replace(/\s+/g, ' ');
  const paragraph = read('deployment.md');

  test('are the prices of the model', () => {
    expect(paragraph).toContain(`${priceIn('kms.key', 'eu-west-1')?.usd} USD a month for each KMS key`);
    expect(paragraph).toContain(
      `${priceIn('waf.acl', 'us-east-1')?.usd} for the web ACL and ${priceIn('waf.rule', 'us-east-1')?.usd} for each of its rules`,
    );
    expect(paragraph).toContain('0.40 for each secret');
    expect(priceIn('secrets.secret', 'eu-west-1')?.usd).toBe(0.4);
    expect(paragraph).toContain('0.10 for each metric of an alarm, 0.50 for each composite alarm, 3 for the dashboard');
    expect(priceIn('cloudwatch.alarm', 'eu-west-1')?.usd).toBe(0.1);
  });

  test('have the model’s idle cost of dev', () => {
    const about = `about ${Math.round(idle.usd)} USD a month`;
    expect(paragraph).toContain(`${about} for \`dev\``);
    expect(readme).toContain(`\`dev\` costs ${about}`);
  });

  test('have the price of recommenders', () => {
    const { usd } = charge('personalize.recommender', 730, 'eu-west-1');
    expect(usd).toBeCloseTo(273.75, 6);
    expect(paragraph).toContain('about 270 USD a month each');
    expect(paragraph).toContain('five cost about 1,370 USD a month');
  });
});
