import type { Api, Asset } from '../../cli/api';
import { reach, send } from '../../cli/smoke/film';
import { ending, playing } from '../../cli/smoke/playing';
import { needs, type Result, Steps } from '../../cli/smoke/steps';

interface Canary {
  readonly api: Api;
  /** The user's name at sign-in. */
  readonly user: string;
  /** A short film, to upload. */
  readonly file: string;
  /** An empty folder for the upload's state. */
  readonly cache: string;
}

export interface Report {
  readonly held: boolean;
  readonly steps: readonly Result[];
}

/** Seconds until the film of a few seconds is playable, and the function still has time to play and to delete it. */
const playableLimit = 600;

interface Listed extends Pick<Asset, 'id' | 'status'> {
  readonly own?: boolean;
}

const playableStatuses = ['PLAYABLE', 'READY'];

/** The journeys by their names in the events of the schedules. */
export const journeys = { play, upload } as const;

export type Journey = keyof typeof journeys;

/** Plays the beginning of the newest film of another creator, as a viewer does. */
async function play({ api }: Canary): Promise<Report> {
  return walk(async (steps) => {
    const film = await steps.take('film', async () => {
      const { assets } = await api.get<{ assets: Listed[] }>('/assets?limit=20');
      const found = assets.find(({ status, own }) => !own && playableStatuses.includes(status));
      if (!found) throw new Error('No film is published');
      return [found.id, found.id];
    });
    const { session } = await playing(steps, api, film, { segments: 1 });
    await ending(steps, api, session);
  });
}

/** Uploads a film, plays it and deletes it. Films of earlier runs that did not come to their end are deleted first. */
async function upload({ api, user, file, cache }: Canary): Promise<Report> {
  return walk(async (steps) => {
    await steps.take('earlier films', async () => {
      const own = await ownFilms(api);
      for (const { id } of own) await api.delete(`/assets/${id}`);
      return [undefined, `${own.length} deleted`];
    });
    const id = await steps.take('upload', async () => {
      const asset = await send(api, file, { title: 'Canary', user, env: { XDG_CACHE_HOME: cache } });
      return [asset, asset];
    });
    const playable = await steps.take('PLAYABLE', async () => {
      const asset = await reach(api, needs(id, 'an upload'), playableStatuses, playableLimit);
      return [asset, `${asset.tracks.video.length} renditions`];
    });
    const { session } = await playing(steps, api, playable?.id);
    await ending(steps, api, session);
    await steps.take('deletion', async () => {
      await api.delete(`/assets/${needs(id, 'an upload')}`);
      return [undefined, 'the film is deleted'];
    });
  });
}

async function walk(way: (steps: Steps) => Promise<void>): Promise<Report> {
  const steps = new Steps({ json: true, result: () => {}, note: () => {} });
  await way(steps);
  return { held: steps.held([]), steps: steps.results };
}

/** The canary's films that have not been deleted: one for each run that did not come to its end. */
async function ownFilms(api: Api): Promise<readonly Listed[]> {
  return (await api.get<{ assets: Listed[] }>('/assets?mine=true&limit=100')).assets;
}
