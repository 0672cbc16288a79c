import type { Assembly, Resource } from '../../checks/assembly';

/** A fault that is put into a good assembly, and what the check must find. */
export interface PermissionFault {
  readonly name: string;
  /** Changes the assembly in place. */
  readonly seed: (assembly: Assembly) => void;
  /** Part of the path of the construct that the finding must name. */
  readonly construct: string;
  readonly message: RegExp;
}

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

/** Faults that the stages `dev` and `prod` can be given. */
export const permissionFaults: readonly PermissionFault[] = [
  {
    name: 'live events granted on the tracker',
    seed: (assembly) =>
      regrant(assembly, 'Api/Events/Role', 'personalize:PutEvents', { Resource: personalize('event-tracker/one') }),
    construct: 'Api/Events/Role/DefaultPolicy',
    message: /personalize:PutEvents cannot be granted on .*event-tracker\/one.*grant it on \*/,
  },
  {
    name: 'transcriptions granted on jobs',
    seed: (assembly) => {
      granting(assembly, 'Speech/Transcribe/Role', 'transcribe:StartTranscriptionJob').Resource =
        'arn:aws:transcribe:eu-west-1:123456789012:transcription-job/*';
    },
    construct: 'Speech/Transcribe/Role/DefaultPolicy',
    message: /transcribe:StartTranscriptionJob cannot be granted on .*transcription-job/,
  },
  {
    name: 'a misspelt action',
    seed: (assembly) => {
      granting(assembly, 'Workflow/Role', 'mediaconvert:GetJob').Action = 'mediaconvert:GetJobs';
    },
    construct: 'Workflow/Role/DefaultPolicy',
    message: /The action mediaconvert:GetJobs does not exist/,
  },
  {
    name: 'a pattern that names no action',
    seed: (assembly) => {
      granting(assembly, 'Workflow/Role', 'mediaconvert:GetJob').Action = 'mediaconvert:Fetch*';
    },
    construct: 'Workflow/Role/DefaultPolicy',
    message: /The action mediaconvert:Fetch\* does not exist/,
  },
  {
    name: 'a condition key of another action',
    seed: (assembly) => {
      granting(assembly, 'Speech/Transcribe/Role', 'transcribe:StartTranscriptionJob').Condition = {
        StringEquals: { 'transcribe:OutputLocation': 'CUSTOMER_BUCKET' },
      };
    },
    construct: 'Speech/Transcribe/Role/DefaultPolicy',
    message: /does not know the condition key transcribe:OutputLocation/,
  },
  {
    name: 'a misspelt global condition key',
    seed: (assembly) => {
      const role = resourceOf(assembly, 'AWS::IAM::Role', 'Encoder/Role');
      role.Properties.AssumeRolePolicyDocument.Statement[0].Condition = {
        StringEquals: { 'aws:SourceAcount': { Ref: 'AWS::AccountId' } },
      };
    },
    construct: 'Encoder/Role',
    message: /sts:AssumeRole does not know the condition key aws:SourceAcount/,
  },
  {
    name: 'objects granted on the bucket',
    seed: (assembly) => {
      granting(assembly, 'Publish/Role', 's3:PutObject').Resource = 'arn:aws:s3:::content';
    },
    construct: 'Publish/Role/DefaultPolicy',
    message: /s3:PutObject cannot be granted on arn:aws:s3:::content\./,
  },
  {
    name: 'a list of objects granted on the objects',
    seed: (assembly) => {
      granting(assembly, 'Publish/Role', 's3:ListBucket').Resource = 'arn:aws:s3:::content/films/x';
    },
    construct: 'Publish/Role/DefaultPolicy',
    message: /s3:ListBucket cannot be granted on arn:aws:s3:::content\/films\/x/,
  },
  {
    name: 'one of two resources of the wrong type',
    seed: (assembly) => {
      const statement = granting(assembly, 'LifecycleRole', 'personalize:DescribeDatasetImportJob');
      statement.Resource = [statement.Resource, personalize('schema/one')];
    },
    construct: 'Personalization/LifecycleRole',
    message: /can be granted on .*schema\/one; the statement grants nothing there/,
  },
  {
    name: 'a recommender made without its dataset group',
    seed: (assembly) => {
      const statement = granting(assembly, 'LifecycleRole', 'personalize:CreateRecommender');
      statement.Resource = personalize('recommender/omnistream-dev-top-picks');
    },
    construct: 'Personalization/LifecycleRole',
    message: /personalize:CreateRecommender also needs a resource of the type datasetGroup/,
  },
  {
    name: 'a table of Glue without its database',
    seed: (assembly) => {
      const statement = granting(assembly, 'Analytics/Interactions/Role', 'glue:GetTableVersions');
      statement.Resource = statement.Resource.filter((each: object) => !JSON.stringify(each).includes(':database/'));
    },
    construct: 'Analytics/Interactions/Role',
    message: /glue:GetTable also needs a resource of the type database/,
  },
  {
    name: 'everything where a table could be named',
    seed: (assembly) => {
      granting(assembly, 'Api/Me/Role', 'dynamodb:UpdateItem').Resource = '*';
    },
    construct: 'Api/Me/Role/DefaultPolicy',
    message: /dynamodb:UpdateItem is granted on everything\. Name resources of the types table/,
  },
  {
    name: 'all actions',
    seed: (assembly) => {
      granting(assembly, 'Api/Me/Role', 'dynamodb:UpdateItem').Action = '*';
    },
    construct: 'Api/Me/Role/DefaultPolicy',
    message: /All actions of all services are granted/,
  },
  {
    name: 'a key policy with an action of another service',
    seed: (assembly) => {
      const { KeyPolicy } = resourceOf(assembly, 'AWS::KMS::Key', 'Storage/ContentKey').Properties;
      KeyPolicy.Statement[1].Action = 'kms:GetObject';
    },
    construct: 'Storage/ContentKey',
    message: /The action kms:GetObject does not exist/,
  },
  {
    name: 'a queue policy on a topic',
    seed: (assembly) => {
      const { PolicyDocument } = resourceOf(assembly, 'AWS::SQS::QueuePolicy', 'MediaPipeline').Properties;
      PolicyDocument.Statement[1].Resource = 'arn:aws:sns:eu-west-1:123456789012:topic';
    },
    construct: 'MediaPipeline/DeadLetters',
    message: /sqs:SendMessage cannot be granted on arn:aws:sns/,
  },
  {
    name: 'a Lambda permission with a misspelt action',
    seed: (assembly) => {
      resourceOf(assembly, 'AWS::Lambda::Permission', 'Auth').Properties.Action = 'lambda:Invoke';
    },
    construct: 'Auth',
    message: /The action lambda:Invoke does not exist/,
  },
  {
    name: 'a role that is trusted to a service that does not exist',
    seed: (assembly) => {
      const role = resourceOf(assembly, 'AWS::IAM::Role', 'Encoder/Role');
      role.Properties.AssumeRolePolicyDocument.Statement[0].Principal = { Service: 'mediaconverter.amazonaws.com' };
    },
    construct: 'Encoder/Role',
    message: /There is no service principal mediaconverter\.amazonaws\.com/,
  },
  {
    name: 'a key for a role that does not exist',
    seed: (assembly) => {
      const { KeyPolicy } = resourceOf(assembly, 'AWS::KMS::Key', 'SigningKeys').Properties;
      KeyPolicy.Statement.at(-1).Principal = { AWS: 'arn:aws:iam::123456789012:role/somebody' };
    },
    construct: 'Delivery/SigningKeys/Key',
    message: /Its principal arn:aws:iam::123456789012:role\/somebody is no role of this stage/,
  },
  {
    name: 'a function in a role that is for state machines',
    seed: (assembly) => {
      const role = resourceOf(assembly, 'AWS::IAM::Role', 'Api/Me/Role');
      role.Properties.AssumeRolePolicyDocument.Statement[0].Principal = { Service: 'states.amazonaws.com' };
    },
    construct: 'Api/Me',
    message: /whose trust policy does not name lambda\.amazonaws\.com/,
  },
  {
    name: "MediaConvert's role, not to be passed",
    seed: (assembly) => {
      const { PolicyDocument } = resourceOf(assembly, 'AWS::IAM::Policy', 'Transcode/Role').Properties;
      PolicyDocument.Statement = PolicyDocument.Statement.filter(({ Action }: Statement) => Action !== 'iam:PassRole');
    },
    construct: 'MediaPipeline/Transcode',
    message: /MEDIACONVERT_ROLE_ARN, and may not pass it/,
  },
  {
    name: "Personalize's import role, not to be passed",
    seed: (assembly) => {
      const { PolicyDocument } = resourceOf(assembly, 'AWS::IAM::Policy', 'LifecycleRole').Properties;
      PolicyDocument.Statement = PolicyDocument.Statement.filter(({ Action }: Statement) => Action !== 'iam:PassRole');
    },
    construct: 'Personalization/Lifecycle',
    message: /ImportRole, and may not pass it/,
  },
  {
    name: 'a role passed to any service',
    seed: (assembly) => {
      granting(assembly, 'Transcode/Role', 'iam:PassRole').Condition = undefined;
    },
    construct: 'MediaPipeline/Transcode/Role',
    message: /iam:PassRole has no condition iam:PassedToService/,
  },
  {
    name: 'a role passed to a service that it does not trust',
    seed: (assembly) => {
      granting(assembly, 'Transcode/Role', 'iam:PassRole').Condition = {
        StringEquals: { 'iam:PassedToService': 'transcribe.amazonaws.com' },
      };
    },
    construct: 'MediaPipeline/Transcode/Role',
    message: /may be passed to transcribe\.amazonaws\.com, which its trust policy does not name/,
  },
];
