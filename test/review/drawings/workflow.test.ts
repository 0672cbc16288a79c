import { type Machine, machineOf } from '../../../review/drawings/workflow';
import { graphOf, type Scope } from '../../../review/drawings/workflow-graph';
import { workflowSheets } from '../../../review/drawings/workflow-sheets';
import { assemblyOf } from './small-assembly';

type States = Readonly<Record<string, unknown>>;

function machine(StartAt: string, States: States): Machine {
  const resources = { DubFunction00000000: { Type: 'AWS::Lambda::Function' } };
  const [stack] = assemblyOf({ Pipeline: { resources } }).stacks;
  if (!stack) throw new Error('There is no stack');
  const DefinitionSubstitutions = { Dub: { 'Fn::GetAtt': ['DubFunction00000000', 'Arn'] } };
  const Properties = { DefinitionString: JSON.stringify({ StartAt, States }), DefinitionSubstitutions };
  const resource = { Type: 'AWS::StepFunctions::StateMachine', Properties };
  return machineOf({ stack, logicalId: 'Flow', construct: 'Flow', resource });
}

const getItem = 'arn:aws:states:::dynamodb:getItem';
const call = (Next: string, rest: object = {}) => ({ Type: 'Task', Resource: getItem, Next, ...rest });
const catchAll = (Next: string) => ({ Catch: [{ ErrorEquals: ['States.ALL'], Next }] });
const choice = (Condition: string, Next: string, Default: string) => ({
  ...{ Type: 'Choice', Choices: [{ Condition, Next }], Default },
});
const done = { Done: { Type: 'Succeed' }, Failed: { Type: 'Fail' } };

/** `A next B: text`, one line for each arrow. */
const arrowsOf = ({ arrows }: Scope) =>
  arrows.map(({ from, to, kind, texts }) => [`${from} ${kind} ${to}`, ...texts].join(': '));

test('a task names the function or the action that it calls', () => {
  const Resource = 'arn:aws:states:::lambda:invoke.waitForTaskToken';
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of the definition
  const Speak = { Type: 'Task', Resource, Arguments: { FunctionName: '${Dub}' }, Next: 'Read' };
  const { states } = machine('Speak', { Speak, Read: call('Done'), ...done });
  const calls = states.slice(0, 2).map((state) => [state.calls, state.isFunction, state.waitsForToken]);
  expect(calls).toEqual([
    ['Dub', true, true],
    ['dynamodb:getItem', false, false],
  ]);
});

test('an error of one state is an arrow', () => {
  const graph = graphOf(machine('A', { A: call('Done', catchAll('Failed')), ...done }));
  expect(arrowsOf(graph)).toEqual(['A next Done', 'A error Failed: any error']);
});

test('errors that states handle alike are a mark, on them and where they lead', () => {
  const states = { A: call('B', catchAll('Failed')), B: call('Done', catchAll('Failed')), ...done };
  const graph = graphOf(machine('A', states));
  expect(arrowsOf(graph)).toEqual(['A next B', 'B next Done']);
  const marks = graph.boxes.map(({ id, mark, takesErrorsOf }) => [id, mark ?? '', takesErrorsOf ?? ''].join(' '));
  expect(marks).toEqual(['A A ', 'B A ', 'Done  ', 'Failed  A']);
});

test('a state whose errors lead where its success leads goes on after any error', () => {
  const graph = graphOf(machine('A', { A: call('Done', catchAll('Done')), ...done }));
  expect([graph.boxes[0]?.goesOn, arrowsOf(graph)]).toEqual([true, ['A next Done']]);
});

test('states that only a lost event leads to share a box, with their choice', () => {
  const Catch = [{ ErrorEquals: ['States.Timeout'], Next: 'Find' }];
  const Judge = choice("{% $states.input.Status = 'ACTIVE' %}", 'Done', 'Failed');
  const Encode = call('Done', { TimeoutSeconds: 7200, Catch });
  expect(arrowsOf(graphOf(machine('Encode', { Encode, Find: call('Judge'), Judge, ...done })))).toEqual([
    'Encode next Done',
    'Encode error Find+Judge: no word for 2\u00a0h',
    'Find+Judge next Done: active',
    'Find+Judge next Failed',
  ]);
});

test('the states in which a step waits, and looks at its job, are part of the step', () => {
  const Catch = [
    { ErrorEquals: ['States.Timeout'], Next: 'ReadEncodeJob' },
    { ErrorEquals: ['Throttling'], Next: 'EncodeBusy' },
  ];
  const waits = {
    EncodeBusy: choice('{% $encodeQueued < 60 %}', 'NoteEncodeBusy', 'Failed'),
    NoteEncodeBusy: call('AwaitEncode'),
    AwaitEncode: { Type: 'Wait', Seconds: 60, Next: 'Encode' },
    ReadEncodeJob: call('JudgeEncodeJob'),
    JudgeEncodeJob: choice('{% true %}', 'Done', 'Failed'),
  };
  const graph = graphOf(machine('Encode', { Encode: call('Done', { Catch }), ...waits, ...done }));
  expect(arrowsOf(graph)).toEqual(['Encode next Done']);
  expect(graph.boxes[0]?.states[0]?.includes).toEqual([
    'waits while its service is busy',
    'looks at its job when news is late',
  ]);
});

const activity = 'arn:aws:states:eu-west-1:123456789012:activity:x';

test.each([
  ['a type of state', { Type: 'Dream', Next: 'Done' }, 'of type Dream'],
  ['a kind of task', { Type: 'Task', Resource: activity, Next: 'Done' }, 'no place in the drawing'],
  ['a condition', choice('{% $unheard %}', 'Done', 'Done'), '$unheard'],
  ['a next state', call('Nowhere'), 'Nowhere'],
])('%s that is not known is an error, and not left out', (_, A, message) => {
  expect(() => graphOf(machine('A', { A, ...done }))).toThrow(message);
});

test('what A4 has no room for is drawn on several sheets, with every state on one of them', async () => {
  const branch = (name: string) => {
    const steps = Array.from({ length: 20 }, (_, index) => {
      return [`${name}${index}`, index < 19 ? call(`${name}${index + 1}`) : { Type: 'Succeed' }];
    });
    return { StartAt: `${name}0`, States: Object.fromEntries(steps) };
  };
  const Both = { Type: 'Parallel', Branches: [branch('Left'), branch('Right')], Next: 'Done' };
  const sheets = await workflowSheets('Long', machine('Both', { Both, ...done }));
  expect(sheets.length).toBeGreaterThan(1);
  expect(new Set(sheets.flatMap(({ states }) => states)).size).toBe(43);
});
