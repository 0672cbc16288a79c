import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { EvidenceLine } from '@omnistream/local';
import { readAssembly } from '../../checks/assembly';
import { allowancesIn, type PlacedAllowance } from './allowances';
import { evidenceFile, type Proven, readEvidence, withJourney, writeEvidence } from './evidence';

/** Merges the records of the runtime in journeys (`{journey}.jsonl`) into the checked-in evidence. */
function main(files: readonly string[]) {
  let evidence: ReadonlyMap<string, Proven> = existsSync(evidenceFile) ? readEvidence() : new Map();
  for (const file of files) {
    const journey = basename(file, '.jsonl');
    const allowances = allowancesOf(readFileSync(file, 'utf8'));
    evidence = withJourney(evidence, journey, allowances);
    console.log(`${journey}: ${allowances.length} allowances`);
  }
  writeEvidence(evidence);
  console.log(`${evidenceFile}: ${evidence.size} allowances`);
}

/** The allowances of the recorded lines. Throws for a line that does not match its assembly. */
function allowancesOf(text: string): PlacedAllowance[] {
  const lines = text
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as EvidenceLine);
  const folders = [...new Set(lines.map(({ assembly }) => assembly))];
  const byFolder = new Map(folders.map((folder) => [folder, allowancesIn(readAssembly('', folder))]));
  return lines.map((line) => {
    const found = byFolder.get(line.assembly)?.find((allowance) => isOf(line, allowance));
    if (!found) throw new Error(`The assembly has no statement for ${JSON.stringify(line)}: run the journey again`);
    return found;
  });
}

function isOf({ policy, kind, role, statement, action, resource }: EvidenceLine, allowance: PlacedAllowance): boolean {
  return (
    allowance.stackName === policy.stackName &&
    allowance.logicalId === policy.logicalId &&
    allowance.kind === kind &&
    allowance.statement === statement &&
    allowance.action === action &&
    // A Lambda permission names the function, which the runtime records as the resource itself.
    (allowance.resourceIndex ?? 0) === (resource ?? 0) &&
    (role === undefined || allowance.role === `${role.stackName}/${role.logicalId}`)
  );
}

main(process.argv.slice(2));
