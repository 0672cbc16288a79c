import { type Fault, firstOf, stackOf } from './fault';

/** Faults in what stacks hand to each other. */
export const referenceFaults: readonly Fault[] = [
  {
    fault: 'another login domain under the name of an output that other stacks have read',
    stage: 'dev',
    seed: (assembly) => {
      firstOf(assembly, 'Auth', 'AWS::Cognito::UserPoolDomain').Properties.Domain = 'another';
    },
    rule: 'references',
    construct: 'Auth',
  },
  {
    fault: 'a reference to an output that does not exist',
    stage: 'dev',
    seed: (assembly) => {
      stackOf(assembly, 'Auth').template.Outputs = {};
    },
    rule: 'references',
    construct: 'Delivery',
  },
  {
    fault: 'an exported value, which cannot change while it is in use',
    stage: 'prod',
    seed: (assembly) => {
      stackOf(assembly, 'Auth').template.Outputs.Own = { Value: 'value', Export: { Name: 'own' } };
    },
    rule: 'references',
    construct: 'Auth',
  },
];
