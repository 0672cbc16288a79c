import { mustBeLegible, SMALLEST_POINTS, smallestText } from './paper';
import { type Machine, stateNames } from './workflow';
import { workflowDrawing } from './workflow-drawing';
import { type Box, branchId, graphOf, type Scope, statesIn } from './workflow-graph';

/** One sheet with a part of a state machine. */
export interface Sheet {
  readonly title: string;
  readonly svg: string;
  /** The names of the states on the sheet. */
  readonly states: readonly string[];
}

/**
 * Draws a state machine on as many A4 sheets as it needs: if a sheet would be too small to read, the largest branch moves
 * to a separate sheet. Throws if a state is on no sheet.
 */
export async function workflowSheets(title: string, machine: Machine): Promise<Sheet[]> {
  const sheets: Sheet[] = [];
  const waiting: { title: string; scope: Scope }[] = [{ title, scope: graphOf(machine) }];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    let { scope } = next;
    let svg = await legible(next.title, scope);
    while (smallestText(svg) < SMALLEST_POINTS) {
      const largest = largestBranch(scope);
      if (!largest) break;
      const sheet = sheets.length + waiting.length + 2;
      scope = without(scope, largest.id, sheet);
      waiting.push({ title: `${title}, sheet ${sheet}: ${largest.title}`, scope: largest.scope });
      svg = await legible(next.title, scope);
    }
    mustBeLegible(next.title, svg);
    sheets.push({ title: next.title, svg, states: statesIn(scope).map(({ name }) => name) });
  }
  const shown = new Set(sheets.flatMap(({ states }) => states));
  const lost = stateNames(machine).filter((name) => !shown.has(name));
  if (lost.length > 0) throw new Error(`${title}: the drawing lost the states ${lost.join(', ')}`);
  return sheets;
}

/** Draws from top to bottom if that is readable on A4, otherwise in columns. */
async function legible(title: string, scope: Scope): Promise<string> {
  const states = statesIn(scope).map(({ name }) => name);
  const description = `The states ${states.join(', ')} with their transitions.`;
  const plain = await workflowDrawing(scope, { title, description, isWrapped: false });
  if (smallestText(plain) >= SMALLEST_POINTS) return plain;
  return workflowDrawing(scope, { title, description, isWrapped: true });
}

interface Branch {
  readonly id: string;
  readonly title: string;
  readonly scope: Scope;
}

function branchesOf({ boxes }: Scope): Branch[] {
  return boxes.flatMap((box) =>
    box.branches.flatMap((scope, index): Branch[] => {
      if (scope.boxes.some(({ elsewhere }) => elsewhere)) return [];
      return [{ id: branchId(box, index), title: titleOf(box, index), scope }, ...branchesOf(scope)];
    }),
  );
}

const titleOf = ({ id, branches }: Box, index: number) => (branches.length > 1 ? `${id}, branch ${index + 1}` : id);

function largestBranch(scope: Scope): Branch | undefined {
  const sized = branchesOf(scope).map((branch) => ({ branch, size: statesIn(branch.scope).length }));
  return sized.sort((a, b) => b.size - a.size)[0]?.branch;
}

/** The scope with a box that names the sheet of the branch. */
function without(scope: Scope, id: string, sheet: number): Scope {
  const boxes = scope.boxes.map((box): Box => {
    const branches = box.branches.map((branch, index): Scope => {
      if (branchId(box, index) !== id) return without(branch, id, sheet);
      const elsewhere = { states: statesIn(branch).length, sheet };
      return {
        start: branch.start,
        arrows: [],
        boxes: [{ id: `${id} elsewhere`, states: [], goesOn: false, branches: [], elsewhere }],
      };
    });
    return { ...box, branches };
  });
  return { ...scope, boxes };
}
