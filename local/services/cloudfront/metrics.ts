import type { Measured } from '../../kernel/service-metrics';
import type { ServedRequest } from './log-fields';

/** CloudFront's metrics are in this region, whatever the viewers' and origins' are. */
const metricsRegion = 'us-east-1';

const percent = (isSo: boolean) => (isSo ? 100 : 0);

/** The metrics of one request. The average of the rates is the percentage of requests. */
export function servedMetrics({ status, sent, distribution }: ServedRequest): Measured {
  return {
    region: metricsRegion,
    namespace: 'AWS/CloudFront',
    dimensions: { DistributionId: distribution.id, Region: 'Global' },
    values: {
      Requests: 1,
      BytesDownloaded: sent,
      '4xxErrorRate': percent(status >= 400 && status < 500),
      '5xxErrorRate': percent(status >= 500),
      TotalErrorRate: percent(status >= 400),
    },
  };
}
