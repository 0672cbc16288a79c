import { crossings, layOut, layOutBest, overlaps } from '../../../review/drawings/layout';
import { mustBeLegible, smallestText } from '../../../review/drawings/paper';
import { Drawing } from '../../../review/svg';

const box = (id: string) => ({ id, width: 40, height: 20 });
const edge = (from: string, to: string) => ({ id: from + to, from, to, label: { width: 30, height: 12 } });

test('the same graph has the same layout, without needless crossings', async () => {
  const edges = [edge('a', 'b'), edge('a', 'c'), edge('b', 'c')];
  const graph = () => layOut([box('a'), box('b'), box('c')], edges, {});
  const [first, second] = [await graph(), await graph()];
  expect([...first.lines]).toEqual([...second.lines]);
  expect([...first.boxes]).toEqual([...second.boxes]);
  expect(crossings(first)).toBe(0);
});

test('of several layouts, none that was tried has fewer crossings than the one that is taken', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const edges = names.flatMap((from, index) => names.slice(index + 1).map((to) => edge(from, to)));
  const options = (seed: number) => ({ 'elk.randomSeed': String(seed) });
  const all = await Promise.all([1, 2, 3, 4].map((seed) => layOut(names.map(box), edges, options(seed))));
  const best = await layOutBest(names.map(box), edges, {}, 4);
  expect(crossings(best)).toBe(Math.min(...all.map(crossings)));
});

test('boxes and texts that lie on each other are named', () => {
  const at = (x: number) => ({ x, y: 0, width: 40, height: 20 });
  const boxes = new Map([
    ['a', at(0)],
    ['b', at(30)],
  ]);
  const layout = { width: 110, height: 20, boxes, lines: new Map(), labels: new Map([['ab', at(69)]]) };
  expect(overlaps([box('a'), box('b')], layout)).toEqual(['a and b', 'b and text of ab']);
});

function drawingOf(side: number): string {
  const drawing = new Drawing({ width: side, height: side, title: 'title', description: 'description' });
  drawing.text('small', { x: 0, y: 11 }, { size: 11 });
  drawing.text('turned', { x: 50, y: 50 }, { size: 12, turn: -90 });
  return drawing.svg();
}

test('the smallest text is measured as it is on A4, within margins', () => {
  // 190 mm are 538.6 points.
  expect(smallestText(drawingOf(800))).toBeCloseTo((11 * 538.58) / 800, 1);
});

test('a drawing whose text has less than 7 points on A4 is refused', () => {
  expect(() => mustBeLegible('it', drawingOf(840))).not.toThrow();
  expect(() => mustBeLegible('it', drawingOf(860))).toThrow('The smallest text of it has 6.9 points on A4; it needs 7');
});
