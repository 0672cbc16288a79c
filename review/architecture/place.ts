import type { Box } from './model';
import type { Named, Resources } from './resources';

/** Types that support other resources and are not drawn. */
const supporting = new Set([
  'ApiGatewayV2::Integration',
  'ApiGatewayV2::Route',
  'CloudFront::CachePolicy',
  'CloudFront::OriginAccessControl',
  'CloudFront::OriginRequestPolicy',
  'CloudFront::ResponseHeadersPolicy',
  'IAM::Policy',
  'IAM::Role',
  'Lambda::EventInvokeConfig',
  'Lambda::EventSourceMapping',
  'Lambda::Permission',
  'Lambda::Url',
  'Logs::LogStream',
  'QuickSight::RefreshSchedule',
  'S3::BucketPolicy',
  'SNS::Subscription',
  'SNS::TopicPolicy',
  'SQS::QueuePolicy',
  'WAFv2::WebACLAssociation',
]);

/**
 * Assigns every resource to a box. Returns the boxes' resources and the faults: resources without a box, types that their
 * box does not represent, and boxes whose constructs or types are missing in the templates.
 */
export function place(boxes: readonly Box[], resources: Resources) {
  const held = new Map<Box, Named[]>(boxes.map((box) => [box, []]));
  const problems: string[] = [];
  for (const resource of resources.all) {
    const box = boxOf(boxes, resource);
    if (!box) problems.push(`${resource.name} (${resource.type}) is in no box of the architecture diagram`);
    else held.get(box)?.push(resource);
    if (box && !draws(box, resource)) {
      problems.push(`${resource.name} is in the box ${box.id}, which does not represent ${resource.type}`);
    }
  }
  for (const [box, its] of held) {
    for (const construct of box.constructs ?? []) {
      if (!its.some(({ name }) => name.startsWith(construct))) {
        problems.push(`The box ${box.id} names ${construct}, but no template has a resource of it`);
      }
    }
    for (const type of [...(box.types ?? []), ...(box.everywhere ?? [])]) {
      if (!its.some((resource) => resource.type === type)) {
        problems.push(`The box ${box.id} names ${type}, but its constructs have no such resource`);
      }
    }
  }
  return { held, problems };
}

function boxOf(boxes: readonly Box[], { name, type }: Named): Box | undefined {
  const byType = boxes.find(({ everywhere = [] }) => everywhere.includes(type));
  if (byType) return byType;
  const fits = (box: Box) =>
    Math.max(
      0,
      ...(box.constructs ?? []).filter((construct) => name.startsWith(construct)).map(({ length }) => length),
    );
  const best = boxes.reduce<Box | undefined>((a, b) => (fits(b) > (a ? fits(a) : 0) ? b : a), undefined);
  return best;
}

function draws({ types = [], everywhere = [] }: Box, { type }: Named): boolean {
  return types.includes(type) || everywhere.includes(type) || supporting.has(type);
}
