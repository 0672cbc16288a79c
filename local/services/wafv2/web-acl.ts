import { type BlockResponse, onlyMember, type Properties, refuseUnknown, type WebRequest } from './model';
import { rateBased } from './rate';
import { type Matches, statement } from './statements';

/** Rule groups of AWS. They are not published, so their rules match nothing here. */
const managedGroups = [
  'AWSManagedRulesAmazonIpReputationList',
  'AWSManagedRulesCommonRuleSet',
  'AWSManagedRulesKnownBadInputsRuleSet',
];

const blocked: BlockResponse = { status: 403, headers: {} };

interface Rule {
  readonly matches: Matches;
  /** Absent for a rule that allows or only counts. */
  readonly block?: BlockResponse;
  readonly ends: boolean;
}

export interface WebAclOptions {
  now(): number;
  /** Called when a rate-based rule begins to limit a group of requests. */
  onLimit(rule: string): void;
}

/** The rules of a web ACL, in the order of their priorities. */
export class WebAcl {
  private readonly rules: readonly Rule[];
  private readonly byDefault: BlockResponse | undefined;

  /** Throws an error that names what this runtime does not support. */
  constructor(properties: Properties, options: WebAclOptions) {
    refuseUnknown(
      properties,
      ['CustomResponseBodies', 'DefaultAction', 'Description', 'Name', 'Rules', 'Scope', 'Tags', 'VisibilityConfig'],
      'web ACL',
    );
    const bodies: Properties = properties.CustomResponseBodies ?? {};
    this.byDefault = action(properties.DefaultAction, bodies).block;
    this.rules = [...((properties.Rules ?? []) as Properties[])]
      .sort((a, b) => a.Priority - b.Priority)
      .map((rule) => compiled(rule, bodies, options));
  }

  /** Returns the response of the rule that blocks the request; `undefined` if the request is allowed. */
  block(request: WebRequest): BlockResponse | undefined {
    for (const rule of this.rules) {
      if (rule.matches(request) && rule.ends) return rule.block;
    }
    return this.byDefault;
  }
}

function compiled(rule: Properties, bodies: Properties, { now, onLimit }: WebAclOptions): Rule {
  refuseUnknown(
    rule,
    ['Action', 'Name', 'OverrideAction', 'Priority', 'Statement', 'VisibilityConfig'],
    `rule ${rule.Name}`,
  );
  const [name, properties] = onlyMember(rule.Statement, `statement of the rule ${rule.Name}`);
  if (name === 'ManagedRuleGroupStatement') {
    const group = properties.Name;
    if (properties.VendorName !== 'AWS' || !managedGroups.includes(group)) {
      throw new Error(`the managed rule group ${group} is not supported by this runtime`);
    }
    return { matches: () => false, ends: false };
  }
  const matches =
    name === 'RateBasedStatement'
      ? rateBased(properties, now, () => onLimit(rule.Name))
      : statement({ [name]: properties });
  return { matches, ...action(rule.Action, bodies) };
}

function action(union: Properties, bodies: Properties): Pick<Rule, 'block' | 'ends'> {
  const [name, { CustomResponse: custom }] = onlyMember(union, 'action');
  if (name === 'Count') return { ends: false };
  if (name === 'Allow') return { ends: true };
  if (name !== 'Block') throw new Error(`the action ${name} is not supported by this runtime`);
  return { ends: true, block: custom ? customResponse(custom, bodies) : blocked };
}

const contentTypes: Readonly<Record<string, string>> = {
  APPLICATION_JSON: 'application/json',
  TEXT_HTML: 'text/html',
  TEXT_PLAIN: 'text/plain',
};

function customResponse(custom: Properties, bodies: Properties): BlockResponse {
  const { CustomResponseBodyKey: key, ResponseCode: status, ResponseHeaders: headers = [] } = custom;
  const body: Properties | undefined = key && bodies[key];
  if (key && !body) throw new Error(`the web ACL has no custom response body '${key}'`);
  return {
    status: Number(status),
    headers: {
      ...Object.fromEntries((headers as Properties[]).map(({ Name, Value }) => [String(Name).toLowerCase(), Value])),
      ...(body && { 'content-type': contentTypes[body.ContentType] ?? body.ContentType }),
    },
    ...(body && { body: body.Content }),
  };
}
