import { byService, type Estimate } from '../../cost/estimate';
import { growth } from '../../cost/examples';
import { hosted, hostedCost } from '../../cost/hosted';
import { usd } from '../../cost/text';
import { Drawing } from '../svg';
import type { Months, Stages } from './month';
import { grown, withPremium } from './sections/growth';

const ink = '#232f3e';
const grey = '#687078';
const bar = '#ff9900';

/** Three panels of bars, each with a scale of its own: the services that make up a month. */
export function examplesChart(panels: readonly { readonly name: string; readonly month: Estimate }[]): string {
  const [width, top, rowHeight, rows] = [960, 84, 26, 8];
  const drawing = new Drawing({
    width,
    height: top + rows * rowHeight + 40,
    title: 'What the three examples cost by service',
    description: panels
      .map(({ name, month }) => `${name}: ${usd(month.total.usd)} USD a month without what is unknown`)
      .join('; '),
  });
  drawing.text(
    'USD a month by service; each panel has its own scale',
    { x: 24, y: 30 },
    { size: 14, weight: 'semibold', fill: ink },
  );
  const each = (width - 48) / panels.length;
  for (const [at, { name, month }] of panels.entries()) {
    const left = 24 + at * each;
    drawing.text(`${name}: ${usd(month.total.usd)}`, { x: left, y: 62 }, { size: 13, weight: 'semibold', fill: ink });
    const services = byService(month.lines).filter(({ sum }) => sum.usd > 0);
    const shown = services.slice(0, rows - 1);
    const rest = services.slice(rows - 1).reduce((total, { sum }) => total + sum.usd, 0);
    const all = [...shown.map(({ service, sum }) => ({ service, usd: sum.usd })), { service: 'all others', usd: rest }];
    const most = Math.max(...all.map((one) => one.usd));
    for (const [row, one] of all.entries()) {
      const y = top + row * rowHeight;
      drawing.text(one.service, { x: left, y: y + 12 }, { size: 11, fill: ink });
      drawing.box({ x: left + 96, y, width: Math.max(1, (one.usd / most) * 110), height: 16 }, { fill: bar });
      drawing.text(usd(one.usd), { x: left + 102 + (one.usd / most) * 110, y: y + 12 }, { size: 11, fill: grey });
    }
  }
  return drawing.svg();
}

interface Curve {
  readonly name: string;
  readonly stroke: string;
  readonly points: readonly { readonly hours: number; readonly usd: number }[];
}

/** The month's cost by its hours of viewing, both in powers of ten. */
export function growthChart(months: Months, { prod }: Stages): string {
  const curve = (name: string, stroke: string, cost: (hours: number) => number | undefined): Curve => ({
    name,
    stroke,
    points: growth.flatMap((hours) => {
      const amount = cost(hours);
      return amount === undefined ? [] : [{ hours, usd: amount }];
    }),
  });
  const strokes = ['#1b6ec2', '#7d3fb2', '#2e8540'];
  const curves = [
    curve('OmniStream, pay as you go', '#d13212', (hours) => months.of('prod', grown(hours)).total.usd),
    curve('OmniStream, Premium plan', '#ff9900', (hours) => withPremium(months, hours)),
    ...hosted
      .filter((service) => hostedCost(service, grown(1), prod).usd !== undefined)
      .map((service, at) =>
        curve(service.name, strokes[at] ?? grey, (hours) => hostedCost(service, grown(hours), prod).usd),
      ),
  ];
  return draw(curves);
}

function draw(curves: readonly Curve[]): string {
  const [width, height] = [960, 480];
  const area = { x: 84, y: 56, width: 640, height: 360 };
  const drawing = new Drawing({
    width,
    height,
    title: 'Cost of a month by its hours of viewing',
    description: curves
      .map(
        ({ name, points }) =>
          `${name}: ${points.map(({ hours, usd: amount }) => `${hours} h ${usd(amount)} USD`).join(', ')}`,
      )
      .join('; '),
  });
  drawing.text(
    'USD a month by hours viewed; a step of either axis is ten times as much',
    { x: 24, y: 30 },
    { size: 14, weight: 'semibold', fill: ink },
  );
  const [lowest, highest] = [10, 1_000_000];
  const place = (hours: number, amount: number) => ({
    x: area.x + (Math.log10(hours / 10) / 5) * area.width,
    y:
      area.y +
      area.height -
      (Math.log10(Math.max(lowest, amount) / lowest) / Math.log10(highest / lowest)) * area.height,
  });
  for (let amount = lowest; amount <= highest; amount *= 10) {
    const { y } = place(10, amount);
    drawing.box({ x: area.x, y, width: area.width, height: 0.5 }, { fill: '#d5dbdb' });
    drawing.text(amount.toLocaleString('en-US'), { x: area.x - 8, y: y + 4 }, { size: 11, anchor: 'end', fill: grey });
  }
  for (const hours of growth) {
    drawing.text(
      hours.toLocaleString('en-US'),
      { x: place(hours, 1).x, y: area.y + area.height + 20 },
      { size: 11, anchor: 'middle', fill: grey },
    );
  }
  drawing.text(
    'hours viewed in a month',
    { x: area.x + area.width / 2, y: area.y + area.height + 42 },
    { size: 11, anchor: 'middle', fill: grey },
  );
  for (const [at, { name, stroke, points }] of curves.entries()) {
    const places = points.map(({ hours, usd: amount }) => place(hours, amount));
    if (places.length > 1) drawing.arrow(places, { stroke, strokeWidth: 2, heads: 'none', radius: 0 });
    for (const point of places) drawing.circle(point, 3, stroke);
    const y = area.y + 10 + at * 22;
    drawing.box({ x: area.x + area.width + 24, y: y - 8, width: 16, height: 4 }, { fill: stroke });
    drawing.text(name, { x: area.x + area.width + 46, y: y - 2 }, { size: 11, fill: ink });
  }
  return drawing.svg();
}
