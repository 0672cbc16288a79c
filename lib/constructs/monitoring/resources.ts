import { Stack } from 'aws-cdk-lib';
import { CfnEventSourceMapping, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';

/** The constructs of one kind in a stack. A new one is found, and so watched, without a change here. */
function all<T extends IConstruct>(stack: Stack, is: (node: IConstruct) => node is T): T[] {
  return stack.node.findAll().filter(is);
}

export const functionsOf = (stack: Stack) => all(stack, (node) => node instanceof LambdaFunction);
export const logGroupsOf = (stack: Stack) => all(stack, (node) => node instanceof LogGroup);
export const queuesOf = (stack: Stack) => all(stack, (node) => node instanceof Queue);
export const stateMachinesOf = (stack: Stack) => all(stack, (node) => node instanceof StateMachine);

/** The functions that read a stream or a queue. */
export function readersOf(stack: Stack): LambdaFunction[] {
  const mappings = all(stack, (node) => node instanceof CfnEventSourceMapping);
  const readers = mappings.flatMap(({ node }) => node.scopes.filter((scope) => scope instanceof LambdaFunction));
  return [...new Set(readers)];
}

/** The path of a construct below its stack: `SpeechTranslate` for Speech/Translate. */
export function localNameOf({ node }: IConstruct): string {
  return node.scopes
    .slice(2)
    .map((scope) => scope.node.id)
    .filter((id) => !/^(Default|Function|Handler|Resource)$/.test(id))
    .join('');
}

/** The part of a stack's name after `OmniStream-{stage}-`. */
export const partOf = (stack: Stack) => stack.stackName.split('-').at(-1) ?? '';

/** The name of a construct in alarms' ids and texts: `MediaPipelineSpeechTranslate`. */
export const nameOf = (construct: IConstruct) => partOf(Stack.of(construct)) + localNameOf(construct);
