import { test } from '../evidence/evidence';
import { accepted, covered, type Threats } from './threat';

export const company: Threats = {
  boundary: 'company',
  threats: [
    covered(
      'I',
      'A viewer asks the license route for keys of films that the session does not include.',
      'Keys are returned for the film of a live session of the caller only.',
      test('lambda/delivery/license', 'of another film, not even beside keys of this one'),
      test('lambda/delivery/license', 'by a session that there is not, and to no admin by a viewer’s session'),
    ),
    accepted(
      'I',
      'A viewer records the decoded picture, or keeps content keys of Clear Key.',
      'only a vendor’s DRM with protected hardware paths prevents it; Clear Key encrypts films, and does not protect them from their viewers.',
    ),
  ],
};
