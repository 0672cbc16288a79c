import { ServiceError } from '../../../kernel/service';

interface Fault {
  readonly dataPath: string;
  readonly message: string;
}

const types = ['alarm', 'custom', 'explorer', 'log', 'metric', 'text', 'trace'];
const maxWidgets = 500;

/**
 * Checks a dashboard's body: JSON with widgets of known types and the properties that these require. Throws
 * `DashboardInvalidInputError`, which names every fault.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function checkBody(text: string): void {
  const faults = faultsOf(text);
  if (faults.length === 0) return;
  const count = `there ${faults.length === 1 ? 'is 1 validation error' : `are ${faults.length} validation errors`}`;
  throw new ServiceError(
    'DashboardInvalidInputError',
    `The dashboard body is invalid, ${count}: ${JSON.stringify(faults)}`,
    400,
    { dashboardValidationMessages: faults.map(({ dataPath, message }) => ({ DataPath: dataPath, Message: message })) },
  );
}

function faultsOf(text: string): Fault[] {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return [{ dataPath: '', message: 'The field DashboardBody must be a valid JSON object' }];
  }
  const widgets = (body as { widgets?: unknown } | null)?.widgets;
  if (!Array.isArray(widgets)) return [{ dataPath: '/widgets', message: 'Should be an array' }];
  if (widgets.length > maxWidgets)
    return [{ dataPath: '/widgets', message: `Should have at most ${maxWidgets} items` }];
  return widgets.flatMap((widget, index) => widgetFaults(widget, `/widgets/${index}`));
}

// biome-ignore lint/suspicious/noExplicitAny: JSON from a user
function widgetFaults(widget: any, dataPath: string): Fault[] {
  const faults: Fault[] = [];
  const demand = (isFine: boolean, path: string, message: string) => {
    if (!isFine) faults.push({ dataPath: `${dataPath}${path}`, message });
  };
  const { type, properties } = widget ?? {};
  demand(types.includes(type), '/type', `Should be one of ${types.join(', ')}`);
  demand(typeof properties === 'object' && properties !== null, '', "Should have required property 'properties'");
  for (const [name, least, most] of [
    ['x', 0, 23],
    ['y', 0, Number.POSITIVE_INFINITY],
    ['width', 1, 24],
    ['height', 1, 1000],
  ] as const) {
    const value = widget?.[name];
    const isFine = value === undefined || (Number.isInteger(value) && value >= least && value <= most);
    demand(isFine, `/${name}`, `Should be an integer from ${least} to ${most}`);
  }
  if (faults.length > 0) return faults;
  const needs = (name: string) => demand(name in properties, '/properties', `Should have required property '${name}'`);
  if (type === 'text') needs('markdown');
  if (type === 'alarm') needs('alarms');
  if (type === 'log' || type === 'metric') needs('region');
  if (type === 'log') needs('query');
  if (type === 'metric') {
    const isShown = 'metrics' in properties || 'annotations' in properties;
    demand(isShown, '/properties', "Should have required property 'metrics' or 'annotations'");
  }
  return faults;
}
