import type { Assembly, Resource } from '../../../checks/assembly';
import type { Fault } from './fault';

// biome-ignore lint/suspicious/noExplicitAny: statements are changed into ones that types would not allow
type Statement = any;

function resourceOf({ stacks }: Assembly, type: string, path: string): Resource {
  const found = stacks
    .flatMap(({ template }) => Object.values(template.Resources))
    .find(({ Type, Metadata }) => Type === type && String(Metadata?.['aws:cdk:path']).includes(path));
  if (!found) throw new Error(`There is no ${type} at ${path}`);
  return found;
}

/** The statement of the role's default policy that grants the action. */
function granting(assembly: Assembly, path: string, action: string): Statement {
  const { Statement } = resourceOf(assembly, 'AWS::IAM::Policy', path).Properties.PolicyDocument;
  const found = Statement.find((each: Statement) => [each.Action].flat().includes(action));
  if (!found) throw new Error(`Nothing at ${path} grants ${action}`);
  return found;
}

const personalize = (resource: string) => ({
  'Fn::Join': ['', ['arn:aws:personalize:eu-west-1:', { Ref: 'AWS::AccountId' }, `:${resource}`]],
});

/** Takes an action out of the statement that grants it with others, and grants it alone. */
function regrant(assembly: Assembly, path: string, action: string, change: object): void {
  const { Statement } = resourceOf(assembly, 'AWS::IAM::Policy', path).Properties.PolicyDocument;
  const before = granting(assembly, path, action);
  before.Action = [before.Action].flat().filter((each: string) => each !== action);
  const rest = Statement.filter((each: Statement) => each.Action.length > 0);
  Statement.splice(0, Statement.length, ...rest, { Effect: 'Allow', Action: action, ...change });
}

const faults: readonly Omit<Fault, 'stage' | 'rule'>[] = [
  {
    fault: 'live events granted on the tracker',
    seed: (assembly) =>
      regrant(assembly, 'Api/Events/Role', 'personalize:PutEvents', { Resource: personalize('event-tracker/one') }),
    construct: 'Api/Events/Role/DefaultPolicy',
    message: /personalize:PutEvents cannot be granted on .*event-tracker\/one.*Grant it on \*/,
  },
  {
    fault: 'transcriptions granted on jobs',
    seed: (assembly) => {
      granting(assembly, 'Speech/Transcribe/Role', 'transcribe:StartTranscriptionJob').Resource =
        'arn:aws:transcribe:eu-west-1:123456789012:transcription-job/*';
    },
    construct: 'Speech/Transcribe/Role/DefaultPolicy',
    message: /transcribe:StartTranscriptionJob cannot be granted on .*transcription-job/,
  },
  {
    fault: 'a misspelt action',
    seed: (assembly) => {
      granting(assembly, 'WorkflowRole', 'mediaconvert:GetJob').Action = 'mediaconvert:GetJobs';
    },
    construct: 'WorkflowRole/DefaultPolicy',
    message: /The action mediaconvert:GetJobs does not exist/,
  },
  {
    fault: 'a pattern that names no action',
    seed: (assembly) => {
      granting(assembly, 'WorkflowRole', 'mediaconvert:GetJob').Action = 'mediaconvert:Fetch*';
    },
    construct: 'WorkflowRole/DefaultPolicy',
    message: /The action mediaconvert:Fetch\* does not exist/,
  },
  {
    fault: 'a condition key of another action',
    seed: (assembly) => {
      granting(assembly, 'Speech/Transcribe/Role', 'transcribe:StartTranscriptionJob').Condition = {
        StringEquals: { 'transcribe:OutputLocation': 'CUSTOMER_BUCKET' },
      };
    },
    construct: 'Speech/Transcribe/Role/DefaultPolicy',
    message: /does not support the condition key transcribe:OutputLocation/,
  },
  {
    fault: 'a misspelt global condition key',
    seed: (assembly) => {
      const role = resourceOf(assembly, 'AWS::IAM::Role', 'Encoder/Role');
      role.Properties.AssumeRolePolicyDocument.Statement[0].Condition = {
        StringEquals: { 'aws:SourceAcount': { Ref: 'AWS::AccountId' } },
      };
    },
    construct: 'Encoder/Role',
    message: /sts:AssumeRole does not support the condition key aws:SourceAcount/,
  },
  {
    fault: 'objects granted on the bucket',
    seed: (assembly) => {
      granting(assembly, 'Publish/Role', 's3:PutObject').Resource = 'arn:aws:s3:::content';
    },
    construct: 'Publish/Role/DefaultPolicy',
    message: /s3:PutObject cannot be granted on arn:aws:s3:::content\./,
  },
  {
    fault: 'a list of objects granted on the objects',
    seed: (assembly) => {
      granting(assembly, 'Publish/Role', 's3:ListBucket').Resource = 'arn:aws:s3:::content/films/x';
    },
    construct: 'Publish/Role/DefaultPolicy',
    message: /s3:ListBucket cannot be granted on arn:aws:s3:::content\/films\/x/,
  },
  {
    fault: 'one of two resources of the wrong type',
    seed: (assembly) => {
      const statement = granting(assembly, 'LifecycleRole', 'personalize:DescribeDatasetImportJob');
      statement.Resource = [statement.Resource, personalize('schema/one')];
    },
    construct: 'Personalization/LifecycleRole',
    message: /can be granted on .*schema\/one; the statement grants nothing there/,
  },
  {
    fault: 'a recommender made without its dataset group',
    seed: (assembly) => {
      const statement = granting(assembly, 'LifecycleRole', 'personalize:CreateRecommender');
      statement.Resource = personalize('recommender/omnistream-dev-top-picks');
    },
    construct: 'Personalization/LifecycleRole',
    message: /personalize:CreateRecommender also needs a resource of the type datasetGroup/,
  },
  {
    fault: 'a table of Glue without its database',
    seed: (assembly) => {
      const statement = granting(assembly, 'Analytics/Interactions/Role', 'glue:GetTableVersions');
      statement.Resource = statement.Resource.filter((each: object) => !JSON.stringify(each).includes(':database/'));
    },
    construct: 'Analytics/Interactions/Role',
    message: /glue:GetTable also needs a resource of the type database/,
  },
  {
    fault: 'everything where a table could be named',
    seed: (assembly) => {
      granting(assembly, 'Api/Me/Role', 'dynamodb:UpdateItem').Resource = '*';
    },
    construct: 'Api/Me/Role/DefaultPolicy',
    message: /dynamodb:UpdateItem is granted on all resources\. Name resources of the types table/,
  },
  {
    fault: 'all actions',
    seed: (assembly) => {
      granting(assembly, 'Api/Me/Role', 'dynamodb:UpdateItem').Action = '*';
    },
    construct: 'Api/Me/Role/DefaultPolicy',
    message: /All actions of all services are granted/,
  },
  {
    fault: 'a key policy with an action of another service',
    seed: (assembly) => {
      const { KeyPolicy } = resourceOf(assembly, 'AWS::KMS::Key', 'Storage/ContentKey').Properties;
      KeyPolicy.Statement[1].Action = 'kms:GetObject';
    },
    construct: 'Storage/ContentKey',
    message: /The action kms:GetObject does not exist/,
  },
  {
    fault: 'a queue policy on a topic',
    seed: (assembly) => {
      const { PolicyDocument } = resourceOf(assembly, 'AWS::SQS::QueuePolicy', 'MediaPipeline').Properties;
      PolicyDocument.Statement[1].Resource = 'arn:aws:sns:eu-west-1:123456789012:topic';
    },
    construct: 'MediaPipeline/DeadLetters',
    message: /sqs:SendMessage cannot be granted on arn:aws:sns/,
  },
  {
    fault: 'a Lambda permission with a misspelt action',
    seed: (assembly) => {
      resourceOf(assembly, 'AWS::Lambda::Permission', 'Auth').Properties.Action = 'lambda:Invoke';
    },
    construct: 'Auth',
    message: /The action lambda:Invoke does not exist/,
  },
  {
    fault: 'a role that is trusted to a service that does not exist',
    seed: (assembly) => {
      const role = resourceOf(assembly, 'AWS::IAM::Role', 'Encoder/Role');
      role.Properties.AssumeRolePolicyDocument.Statement[0].Principal = { Service: 'mediaconverter.amazonaws.com' };
    },
    construct: 'Encoder/Role',
    message: /The service principal mediaconverter\.amazonaws\.com does not exist/,
  },
  {
    fault: 'a key for a role that does not exist',
    seed: (assembly) => {
      const { KeyPolicy } = resourceOf(assembly, 'AWS::KMS::Key', 'Storage/DataKey').Properties;
      KeyPolicy.Statement.at(-1).Principal = { AWS: 'arn:aws:iam::123456789012:role/somebody' };
    },
    construct: 'Storage/DataKey',
    message: /The principal arn:aws:iam::123456789012:role\/somebody is not a role of this stage/,
  },
  {
    fault: 'a function in a role that is for state machines',
    seed: (assembly) => {
      const role = resourceOf(assembly, 'AWS::IAM::Role', 'Api/Me/Role');
      role.Properties.AssumeRolePolicyDocument.Statement[0].Principal = { Service: 'states.amazonaws.com' };
    },
    construct: 'Api/Me',
    message: /whose trust policy does not name lambda\.amazonaws\.com/,
  },
  {
    fault: "MediaConvert's role, not to be passed",
    seed: (assembly) => {
      const { PolicyDocument } = resourceOf(assembly, 'AWS::IAM::Policy', 'Transcode/Role').Properties;
      PolicyDocument.Statement = PolicyDocument.Statement.filter(({ Action }: Statement) => Action !== 'iam:PassRole');
    },
    construct: 'MediaPipeline/Transcode',
    message: /MEDIACONVERT_ROLE_ARN, but may not pass it/,
  },
  {
    fault: "Personalize's import role, not to be passed",
    seed: (assembly) => {
      const { PolicyDocument } = resourceOf(assembly, 'AWS::IAM::Policy', 'LifecycleRole').Properties;
      PolicyDocument.Statement = PolicyDocument.Statement.filter(({ Action }: Statement) => Action !== 'iam:PassRole');
    },
    construct: 'Personalization/Lifecycle',
    message: /ImportRole, but may not pass it/,
  },
  {
    fault: 'a role passed to any service',
    seed: (assembly) => {
      granting(assembly, 'Transcode/Role', 'iam:PassRole').Condition = undefined;
    },
    construct: 'MediaPipeline/Transcode/Role',
    message: /iam:PassRole has no condition iam:PassedToService/,
  },
  {
    fault: 'a role passed to a service that it does not trust',
    seed: (assembly) => {
      granting(assembly, 'Transcode/Role', 'iam:PassRole').Condition = {
        StringEquals: { 'iam:PassedToService': 'transcribe.amazonaws.com' },
      };
    },
    construct: 'MediaPipeline/Transcode/Role',
    message: /may be passed to transcribe\.amazonaws\.com, but its trust policy does not name/,
  },
];

/** Faults in policies. */
export const permissionFaults: readonly Fault[] = faults.map((fault) => ({
  ...fault,
  stage: 'dev',
  rule: 'permissions',
}));
