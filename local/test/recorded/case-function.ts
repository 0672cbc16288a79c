/** What a recorded case's function does, as the source of a module. */
export interface CaseFunction {
  readonly does: string;
  readonly value?: unknown;
  readonly seconds?: number;
  readonly when?: 'init' | 'handler';
  readonly letter?: string;
  readonly length?: number;
  readonly errorType?: string;
  readonly errorMessage?: string;
  readonly Timeout?: number;
  readonly MemorySize?: number;
}

export function sourceOf({ does, value = null, seconds = 0, when, letter, length, ...error }: CaseFunction): string {
  const handler = (body: string) => `exports.handler = async (event, context) => { ${body} };`;
  const json = JSON.stringify(value);
  switch (does) {
    case 'echo':
      return handler('return event;');
    case 'nothing':
      return handler('');
    case 'return':
      return handler(`return ${json};`);
    case 'context':
      return handler('return { ...context, getRemainingTimeInMillis: undefined };');
    case 'returnText':
      return handler(`return '${letter}'.repeat(${length});`);
    case 'sleep':
      return handler(`await new Promise((done) => setTimeout(done, ${seconds * 1000})); return ${json};`);
    case 'exit':
      return when === 'init' ? 'process.exit(0);' : handler('process.exit(0);');
    case 'throw': {
      const { errorType, errorMessage } = error;
      const name = JSON.stringify(errorType);
      return handler(`throw Object.assign(new Error(${JSON.stringify(errorMessage)}), { name: ${name} });`);
    }
    default:
      throw new Error(`no function that does ${does}`);
  }
}
