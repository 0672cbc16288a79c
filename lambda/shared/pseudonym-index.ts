/** The index of the table `viewers` by pseudonym. It contains the keys only. */
export const pseudonymIndex = 'byPseudonym';
