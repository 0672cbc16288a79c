import type { Kernel } from '../../kernel/kernel';
import { knownProperties } from '../../kernel/known-properties';
import type { LocalService, Resource, ResourceProvider } from '../../kernel/service';
import type { BlockResponse, WebRequest } from './model';
import { WebAcl } from './web-acl';

/** Decides about the web requests of the resources that a web ACL protects. */
export interface Firewall {
  /** Returns the response to a request that the web ACL blocks; `undefined` if it allows the request. */
  block(webAclArn: string, request: WebRequest): BlockResponse | undefined;
  /** {@link block} by the web ACL that is associated with a resource; `undefined` also if none is. */
  blockFor(resourceArn: string, request: WebRequest): BlockResponse | undefined;
}

export interface Waf extends LocalService, Firewall {}

interface AssociationProperties {
  readonly ResourceArn: string;
  readonly WebACLArn: string;
}

function arnOf({ properties, name, region, accountId }: Resource): string {
  const scope = properties.Scope === 'CLOUDFRONT' ? 'global' : 'regional';
  return `arn:aws:wafv2:${region}:${accountId}:${scope}/webacl/${properties.Name ?? name}/${name.slice(-12)}`;
}

/** WAF: web ACLs of templates. Services ask it about each request before they handle it. */
export function createWaf(kernel: Kernel): Waf {
  const webAcls = new Map<string, WebAcl>();
  /** ARNs of web ACLs by the ARNs of the resources that they protect. */
  const associations = new Map<string, string>();

  const block = (webAclArn: string, request: WebRequest) => {
    const webAcl = webAcls.get(webAclArn);
    if (!webAcl) throw new Error(`the web ACL ${webAclArn} is not deployed`);
    return webAcl.block(request);
  };

  const webAcl: ResourceProvider = {
    identify: (resource) => {
      const { name, properties } = resource;
      const id = name.slice(-12);
      return {
        ref: `${properties.Name ?? name}|${id}|${properties.Scope}`,
        attributes: { Arn: arnOf(resource), Id: id, Name: properties.Name ?? name },
      };
    },
    deploy(resource) {
      const arn = arnOf(resource);
      // Neither the address nor a header of the requests is logged: headers contain tokens.
      const onLimit = (rule: string) =>
        kernel.log('wafv2', `the rule ${rule} begins to limit a group of requests`, { webAcl: resource.logicalId });
      webAcls.set(arn, new WebAcl(resource.properties, { now: () => kernel.now(), onLimit }));
      return undefined;
    },
  };

  const association: ResourceProvider<AssociationProperties> = {
    identify: ({ properties }) => ({ ref: `${properties.WebACLArn}|${properties.ResourceArn}` }),
    deploy(resource) {
      knownProperties(resource, ['ResourceArn', 'WebACLArn']);
      const { ResourceArn, WebACLArn } = resource.properties;
      if (!webAcls.has(WebACLArn)) throw new Error(`the web ACL ${WebACLArn} is not deployed`);
      associations.set(ResourceArn, WebACLArn);
      return undefined;
    },
  };

  return {
    block,
    blockFor(resourceArn, request) {
      const webAclArn = associations.get(resourceArn);
      return webAclArn === undefined ? undefined : block(webAclArn, request);
    },
    resources: { 'AWS::WAFv2::WebACL': webAcl, 'AWS::WAFv2::WebACLAssociation': association },
  };
}
