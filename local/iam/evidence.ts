import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { PolicySource } from '../kernel/kernel';
import { lookupIn } from './condition';
import type { Decision, Grant, Question } from './decision';

/** One action and one resource of a template's statement that allowed a call. */
export interface EvidenceLine {
  /** The folder of the cloud assembly that ran. */
  readonly assembly: string;
  readonly policy: PolicySource;
  /** - `identity`, `trust`: a role's policies. `resource`: that of a bucket, key, queue, topic, secret or function. */
  readonly kind: 'identity' | 'trust' | 'resource';
  /** The role whose identity policy allowed the call. */
  readonly role?: PolicySource;
  /** Index in the policy's document. */
  readonly statement: number;
  /** As the statement spells it. */
  readonly action: string;
  /** Index among the statement's resources; absent where it names none. */
  readonly resource?: number;
}

/**
 * Appends to a file which statements allowed calls, each once, so that its size is bounded by the templates'. The file
 * goes on over restarts; a line that a crash has cut short is written again.
 */
export class Evidence {
  private readonly seen: Set<string>;

  constructor(
    private readonly path: string,
    private readonly assembly: string,
  ) {
    mkdirSync(dirname(path), { recursive: true });
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    this.seen = new Set(text.split('\n').filter(Boolean));
    if (text && !text.endsWith('\n')) appendFileSync(path, '\n');
  }

  /** `role`: where the caller's role stands, if the caller has one. */
  note(question: Question, decision: Decision, role: PolicySource | undefined): void {
    // What the account's owner does needs no permission of a template.
    if (!decision.allowed || question.principal.kind === 'root') return;
    const trust = question.action.startsWith('sts:') ? 'trust' : 'resource';
    for (const grant of decision.grants) this.add(question, grant, 'identity', role);
    for (const grant of decision.resourceGrants) this.add(question, grant, trust);
  }

  private add(question: Question, grant: Grant, kind: EvidenceLine['kind'], role?: PolicySource): void {
    const { policy, statement, pattern: action } = grant;
    if (!policy.source) return;
    const lookup = lookupIn(question.context);
    const line = {
      assembly: this.assembly,
      policy: sourceOf(policy.source),
      kind,
      ...(role && { role: sourceOf(role) }),
      statement: policy.statements.indexOf(statement),
      action,
    };
    if (statement.resources.length === 0) this.append(line);
    for (const [resource, { matches }] of statement.resources.entries()) {
      if (matches(question.resource, lookup)) this.append({ ...line, resource });
    }
  }

  private append(line: EvidenceLine): void {
    const text = JSON.stringify(line);
    if (this.seen.has(text)) return;
    this.seen.add(text);
    appendFileSync(this.path, `${text}\n`);
  }
}

/** Leaves out the other properties of a template's resource. */
const sourceOf = ({ stackName, logicalId }: PolicySource): PolicySource => ({ stackName, logicalId });
