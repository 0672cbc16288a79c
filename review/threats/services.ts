import { source, test } from '../evidence/evidence';
import { covered, type Threats } from './threat';

export const services: Threats = {
  boundary: 'services',
  threats: [
    covered(
      'E',
      'A service is made to use its role for another account’s resources (confused deputy).',
      'A role is passed to one service, by a condition, and trust policies name account and source.',
      source('test/checks/faults/permissions.ts', 'a role passed to any service'),
      source('test/checks/faults/permissions.ts', 'a role passed to a service that it does not trust'),
    ),
    covered(
      'I',
      'A denied call passes for a normal result.',
      'Every client counts denials as a metric of its own.',
      test('lambda/shared/aws-client', 'every client of every function is created here'),
    ),
  ],
};
