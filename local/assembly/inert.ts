import type { ResourceProvider } from '../kernel/service';

/**
 * Resource types that a laptop has no behaviour for, each with what is lost. They are named here so that
 * any other unknown type is an error, and not a silent gap.
 */
export const inertTypes: Readonly<Record<string, string>> = {
  'AWS::CDK::Metadata': 'CDK usage statistics',
  'AWS::Logs::QueryDefinition': 'saved queries are for the console; `aws logs filter-log-events` searches here',
  'AWS::WAFv2::LoggingConfiguration': 'no WAF logs',
  'AWS::Logs::ResourcePolicy': 'logs are written by this runtime itself',
  'AWS::Budgets::Budget': 'nothing here costs money',
  'AWS::QuickSight::DataSource': 'no dashboard; `omnistream insights` prints the same',
  'AWS::QuickSight::DataSet': 'no dashboard',
  'AWS::QuickSight::RefreshSchedule': 'no dashboard, and nothing to refresh',
  'AWS::QuickSight::Analysis': 'no dashboard',
  'AWS::QuickSight::Dashboard': 'no dashboard',
  'AWS::Cognito::ManagedLoginBranding': 'the managed login page has a look of its own',
};

/** Names the resource, and nothing else. */
export const inert: ResourceProvider = {
  identify({ type, name, region, accountId }) {
    const service = type.split('::')[1]?.toLowerCase();
    return { ref: name, attributes: { Arn: `arn:aws:${service}:${region}:${accountId}:${name}`, Id: name } };
  },
};
