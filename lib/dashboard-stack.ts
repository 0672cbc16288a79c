import type { Construct } from 'constructs';
import { Dashboard } from './constructs/dashboard/dashboard';
import type { Lake } from './constructs/lake';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';

export interface DashboardStackProps extends OmniStreamStackProps {
  readonly analytics: { readonly lake: Lake };
  /** ARN of the QuickSight user or group that owns it. */
  readonly principal: string;
}

/** The QuickSight dashboard. It has a stack of its own, so that an error in QuickSight rolls nothing else back. */
export class DashboardStack extends OmniStreamStack {
  constructor(scope: Construct, props: DashboardStackProps) {
    super(scope, props, { part: 'Dashboard', description: 'OmniStream: QuickSight dashboard about viewing' });
    const { stage, analytics, principal } = props;
    new Dashboard(this, 'Dashboard', { stage, lake: analytics.lake, principal });
  }
}
