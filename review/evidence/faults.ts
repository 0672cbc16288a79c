import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { resources } from '../../checks/rule';
import type { Source } from '../document';
import type { Claim, Evidence } from './evidence';
import { partOf, resourcesIn, valuesAt } from './template-lines';
import { testTitles } from './test-titles';

/** The fault of a piece of evidence, or `undefined` if it is valid. */
export function fault(evidence: Evidence, source: Source): string | undefined {
  switch (evidence.kind) {
    case 'test': {
      const text = textOf(source, evidence.file);
      if (text === undefined) return `there is no file ${evidence.file}`;
      const found = testTitles(text).some(({ title }) => title === evidence.title);
      return found ? undefined : `${evidence.file} has no test '${evidence.title}'`;
    }
    case 'source': {
      const text = textOf(source, evidence.file);
      if (text === undefined) return `there is no file ${evidence.file}`;
      return text.includes(evidence.text) ? undefined : `${evidence.file} does not contain '${evidence.text}'`;
    }
    case 'no-text': {
      const files = filesAt(source, evidence.file);
      if (files.length === 0) return `there is no file ${evidence.file}`;
      const found = files.find((file) => textOf(source, file)?.includes(evidence.text));
      return found && `${found} contains '${evidence.text}'`;
    }
    case 'no-file':
      return existsSync(join(source.root, evidence.file)) ? `${evidence.file} exists` : undefined;
    case 'no-resource': {
      const found = resources(source.assemblies[evidence.stage], evidence.type).find(
        (placed) => !evidence.stack || partOf(placed) === evidence.stack,
      );
      return found && `stage ${evidence.stage} has ${found.stack.name}/${found.logicalId}, of ${evidence.type}`;
    }
    case 'template':
    case 'no-property':
      return templateFault(evidence, source);
  }
}

type TemplateEvidence = Extract<Evidence, { kind: 'template' | 'no-property' }>;

function templateFault(evidence: TemplateEvidence, { assemblies }: Source): string | undefined {
  const { stage, stack, resource, path } = evidence;
  const found = resourcesIn(assemblies[stage], stack, resource);
  if (found.length === 0) return `stack ${stack} of stage ${stage} has no ${resource}`;
  for (const placed of found) {
    const values = valuesAt(placed, path);
    const place = `${stack}/${placed.logicalId} of stage ${stage}`;
    if (evidence.kind === 'no-property') {
      if (values.length > 0) return `${place} has ${path}`;
      continue;
    }
    if (values.length === 0) return `${place} has no ${path}`;
    const wanted = JSON.stringify(evidence.value);
    if (wanted !== undefined && !values.some((value) => JSON.stringify(value) === wanted)) {
      return `${place}: ${path} is ${JSON.stringify(values[0])}, and not ${wanted}`;
    }
  }
  return undefined;
}

/** The file, or all sources below the folder. */
function filesAt({ root }: Source, file: string): string[] {
  const path = join(root, file);
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [file];
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.(ts|js|sql)$/.test(name)).map((name) => join(file, name));
}

function textOf({ root }: Source, file: string): string | undefined {
  const path = join(root, file);
  return existsSync(path) && statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
}

/** Throws an error with one line for each invalid piece of evidence, with its document and claim. */
export function verify(document: string, claims: readonly Claim[], source: Source): void {
  const faults = claims.flatMap(({ text, evidence }) =>
    evidence.flatMap((each) => {
      const found = fault(each, source);
      return found ? [`${document}: "${text.slice(0, 60)}…": ${found}`] : [];
    }),
  );
  if (faults.length > 0) throw new Error(faults.join('\n'));
}
