import type { UserPool } from 'aws-cdk-lib/aws-cognito';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { header, inOrder, prioritized, visibility } from './edge/web-acl-rules';

export interface UserPoolFirewallProps {
  readonly userPool: UserPool;
  /** Maximum of requests from one IP address, for each operation separately. */
  readonly mailRequestsPerTenMinutes: number;
}

/**
 * Operations without AWS credentials that send a message. Cognito adds the operation's name to the request that WAF
 * inspects: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-waf.html
 */
const mailOperations = [
  ...['SignUp', 'ResendConfirmationCode', 'ForgotPassword'],
  ...['GetUserAttributeVerificationCode', 'UpdateUserAttributes'],
];
const operationHeader = 'x-amzn-cognito-operation-name';

/**
 * Pages of managed login that send a message when their form is sent, in lower case:
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-userpools-server-contract-reference.html
 */
const mailPages = ['signup', 'resendcode', 'forgotpassword'];

/**
 * The web ACL of the user pool: it limits how many messages one address can cause, for each operation and page separately
 * (docs/adr/0038). It has two rules because a request without a key of a rule is not counted by it.
 *
 * Capacity: at most 200 units: 2 for each statement, 3 for a regular expression, 30 for each custom key, and 10 for each
 * text transformation. https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements-list.html
 */
export class UserPoolFirewall extends Construct {
  constructor(scope: Construct, id: string, { userPool, mailRequestsPerTenMinutes }: UserPoolFirewallProps) {
    super(scope, id);
    const webAcl = new CfnWebACL(this, 'WebAcl', {
      scope: 'REGIONAL',
      description: 'Rate limits of sign-up and of messages with codes',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('SignIn'),
      rules: mailRules(mailRequestsPerTenMinutes),
    });
    new CfnWebACLAssociation(this, 'Association', { resourceArn: userPool.userPoolArn, webAclArn: webAcl.attrArn });
  }
}

function mailRules(limit: number): CfnWebACL.RuleProperty[] {
  const rate = (
    key: CfnWebACL.RateBasedStatementCustomKeyProperty,
    scopeDownStatement: CfnWebACL.StatementProperty,
  ) => ({
    rateBasedStatement: {
      aggregateKeyType: 'CUSTOM_KEYS',
      customKeys: [{ ip: {} }, key],
      evaluationWindowSec: 600,
      limit,
      scopeDownStatement,
    },
  });
  const path = inOrder('LOWERCASE', 'NORMALIZE_PATH');
  return prioritized([
    {
      name: 'MailByOperation',
      action: { block: {} },
      statement: rate(
        { header: { name: operationHeader, textTransformations: inOrder('NONE') } },
        {
          regexMatchStatement: {
            fieldToMatch: header(operationHeader),
            regexString: `^(${mailOperations.join('|')})$`,
            textTransformations: inOrder('NONE'),
          },
        },
      ),
    },
    {
      name: 'MailByPage',
      action: { block: {} },
      statement: rate(
        { uriPath: { textTransformations: path } },
        {
          andStatement: {
            statements: [
              {
                byteMatchStatement: {
                  fieldToMatch: { method: {} },
                  positionalConstraint: 'EXACTLY',
                  searchString: 'POST',
                  textTransformations: inOrder('NONE'),
                },
              },
              {
                regexMatchStatement: {
                  fieldToMatch: { uriPath: {} },
                  regexString: `^/(${mailPages.join('|')})/?$`,
                  textTransformations: path,
                },
              },
            ],
          },
        },
      ),
    },
  ]);
}
