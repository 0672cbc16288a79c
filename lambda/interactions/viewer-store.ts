import type { KnownViewer, Viewer } from '../shared/viewers';

/** Settings that a viewer makes, and the one that administrators make. */
export type Choices = Pick<Viewer, 'personalised' | 'languages' | 'ageLimit' | 'ageCeiling'>;

/** The settings and pseudonyms of viewers. All reads are consistent. */
export interface ViewerStore {
  /**
   * Returns the row of the user with this `sub`. A user without one gets a row of the defaults, so that the recommenders
   * know the viewer.
   */
  ensure(id: string): Promise<KnownViewer>;
  /** Returns the viewer with this pseudonym. */
  byPseudonym(pseudonym: string): Promise<KnownViewer | undefined>;
  /** Returns the changed row; `undefined` if the viewer was removed after the row was read. */
  change(viewer: KnownViewer, changes: Partial<Choices>): Promise<KnownViewer | undefined>;
}

/** The users of the pool. */
export interface Directory {
  /** Returns the `sub` of the user with this user name, e-mail address or `sub`; `undefined` if there is none. */
  find(username: string): Promise<string | undefined>;
}
