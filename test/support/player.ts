/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromiumPath } from '@omnistream/local/test';
import { type Browser, chromium } from 'playwright-core';

const modules = resolve(__dirname, '../../node_modules');
const libraries = {
  hls: readFileSync(join(modules, 'hls.js/dist/hls.min.js'), 'utf8'),
  shaka: readFileSync(join(modules, 'shaka-player/dist/shaka-player.compiled.js'), 'utf8'),
};

/** What a viewer's player saw from the first frame to the last. */
export interface Viewing {
  readonly ended: boolean;
  /** Where the picture was at the end, in seconds. */
  readonly position: number;
  readonly duration: number;
  /** Pictures that were decoded. */
  readonly frames: number;
  /** Heights of the renditions that were played, in order. */
  readonly heights: number[];
  /** Times that the picture stood still before a hole in what was loaded; not those when a busy machine was late. */
  readonly stalls: number;
  readonly errors: string[];
  /** Languages that were offered, and those that were played and shown in the end. */
  readonly offered: { readonly audio: string[]; readonly captions: string[] };
  readonly chosen: { readonly audio?: string; readonly captions?: string };
  /** The captions on the screen, in order. */
  readonly captions: { readonly at: number; readonly start: number; readonly end: number; readonly text: string }[];
}

export interface ViewingOptions {
  readonly player: 'hls' | 'shaka';
  /** Origin of the manifest; the player's page is served there, so that cookies are its own. */
  readonly web: string;
  readonly manifest: string;
  readonly cookies: Readonly<Record<string, string>>;
  /** Changes the rendition at each of these seconds, going round. */
  readonly switchAt?: readonly number[];
  /** BCP 47: listens and reads in this language. */
  readonly language?: string;
  /** Seconds after which it is left; without it, played to the end. */
  readonly until?: number;
  /** For a film that must not play: playback ends at the first error. */
  readonly untilError?: boolean;
  /** Clear key's licence server, and what opens it; for `shaka`. */
  readonly license?: { readonly url: string; readonly authorization: string };
  readonly screenshot?: string;
}

/** For tests under `needs('chromium')`. `args`: more arguments of the program. */
export async function openBrowser(args: readonly string[] = []): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', '--mute-audio', ...args],
  });
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    // A guard against what hangs; a busy machine may take long.
    context.setDefaultTimeout(500_000);
    return context;
  };
  return browser;
}

const page = (library: string) =>
  `<!doctype html><meta charset="utf-8"><video muted width="640" height="360"></video><script>${library}</script>`;

/** Plays a manifest from start to end in Chromium. */
export async function watch(browser: Browser, options: ViewingOptions): Promise<Viewing> {
  const { player, web, manifest, cookies, switchAt = [], language, until, untilError, license, screenshot } = options;
  const context = await browser.newContext();
  const { hostname } = new URL(web);
  await context.addCookies(
    Object.entries(cookies).map(([name, value]) => ({ name, value, domain: hostname, path: '/v/' })),
  );
  const tab = await context.newPage();
  await tab.route('**/__player', (route) => route.fulfill({ contentType: 'text/html', body: page(libraries[player]) }));
  await tab.goto(`${web}/__player`);
  const viewing = tab.evaluate(play, {
    player,
    manifest,
    switchAt: [...switchAt],
    language,
    until,
    untilError,
    license,
  });
  if (screenshot) {
    await tab.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 3);
    await tab.screenshot({ path: screenshot });
  }
  const result = await viewing;
  await context.close();
  return result;
}

/** Runs in the page. */
async function play(input: {
  player: string;
  manifest: string;
  switchAt: number[];
  language?: string;
  until?: number;
  untilError?: boolean;
  license?: { url: string; authorization: string };
}): Promise<Viewing> {
  const video = document.querySelector('video') as HTMLVideoElement;
  // No test is about the length of a second; but who changes the language must not be at the end by then.
  const speed = input.language ? 1 : 3;
  video.defaultPlaybackRate = speed;
  video.playbackRate = speed;
  const errors: string[] = [];
  const heights: number[] = [];
  let stalls = 0;
  video.addEventListener('waiting', () => {
    const { buffered, currentTime } = video;
    const ranges = Array.from({ length: buffered.length }, (_, n) => [buffered.start(n), buffered.end(n)] as const);
    const isLoaded = ranges.some(([start, end]) => start <= currentTime && currentTime < end - 0.1);
    if (currentTime > 0.1 && !isLoaded && ranges.some(([start]) => start > currentTime)) stalls += 1;
  });
  video.addEventListener('error', () => errors.push(`media element: ${video.error?.message}`));
  video.addEventListener('resize', () => heights.push(video.videoHeight));
  const globals = window as unknown as { Hls: never; shaka: never };
  let choose: (index: number) => void = () => {};
  let offered: Viewing['offered'] = { audio: [], captions: [] };
  let chosen: () => Viewing['chosen'] = () => ({});
  let chooseLanguage: (language: string) => void = () => {};

  if (input.player === 'hls') {
    // biome-ignore lint/suspicious/noExplicitAny: the library is a global of the page
    const Hls = globals.Hls as any;
    const hls = new Hls();
    const { INTERNAL_ABORTED, BUFFER_STALLED_ERROR, BUFFER_NUDGE_ON_STALL } = Hls.ErrorDetails;
    // hls.js reports these as errors, too: a load that a change of language makes useless, and a picture that stands
    // still, as it does on a busy machine. A hole in the media has an error of its own, and counts as a stall here.
    const harmless = [INTERNAL_ABORTED, BUFFER_STALLED_ERROR, BUFFER_NUDGE_ON_STALL];
    hls.on(Hls.Events.ERROR, (_: unknown, { details, fatal }: { details: string; fatal: boolean }) => {
      if (fatal || !harmless.includes(details)) errors.push(details);
    });
    type Track = { lang?: string };
    const languages = (tracks: Track[]) => tracks.map(({ lang }) => lang ?? 'und');
    hls.on(Hls.Events.MANIFEST_PARSED, () => {
      offered = { audio: languages(hls.allAudioTracks), captions: languages(hls.allSubtitleTracks) };
    });
    chooseLanguage = (language) => {
      hls.audioTrack = languages(hls.audioTracks).indexOf(language);
      hls.subtitleTrack = languages(hls.subtitleTracks).indexOf(language);
    };
    chosen = () => ({
      audio: hls.audioTracks[hls.audioTrack]?.lang,
      captions: hls.subtitleTracks[hls.subtitleTrack]?.lang,
    });
    hls.loadSource(input.manifest);
    hls.attachMedia(video);
    choose = (index) => {
      hls.nextLevel = index % hls.levels.length;
    };
  } else {
    // biome-ignore lint/suspicious/noExplicitAny: the library is a global of the page
    const shaka = globals.shaka as any;
    const shakaPlayer = new shaka.Player();
    await shakaPlayer.attach(video);
    shakaPlayer.addEventListener('error', (event: { detail: { code: number } }) =>
      errors.push(`shaka ${event.detail.code}`),
    );
    const { license } = input;
    if (license) {
      shakaPlayer.configure({ drm: { servers: { 'org.w3.clearkey': license.url } } });
      const { LICENSE } = shaka.net.NetworkingEngine.RequestType;
      type Sent = { headers: Record<string, string> };
      shakaPlayer.getNetworkingEngine().registerRequestFilter((kind: number, { headers }: Sent) => {
        if (kind !== LICENSE) return;
        headers.authorization = license.authorization;
        headers['content-type'] = 'application/json';
      });
    }
    try {
      await shakaPlayer.load(input.manifest);
    } catch (error) {
      errors.push(`shaka ${(error as { code: number }).code}`);
      return {
        ended: false,
        position: 0,
        duration: 0,
        frames: 0,
        heights,
        stalls,
        errors,
        offered,
        chosen: {},
        captions: [],
      };
    }
    type Track = { language: string; active: boolean };
    const tracks = (): Record<'audio' | 'captions', Track[]> => ({
      audio: shakaPlayer.getAudioTracks(),
      captions: shakaPlayer.getTextTracks(),
    });
    const languages = (list: Track[]) => list.map((track) => track.language);
    offered = { audio: languages(tracks().audio), captions: languages(tracks().captions) };
    chooseLanguage = (language) => {
      const inLanguage = (list: Track[]) => list.find((track) => track.language === language);
      shakaPlayer.selectAudioTrack(inLanguage(tracks().audio));
      shakaPlayer.selectTextTrack(inLanguage(tracks().captions));
    };
    const active = (list: Track[]) => list.find((track) => track.active)?.language;
    chosen = () => ({ audio: active(tracks().audio), captions: active(tracks().captions) });
    choose = (index) => {
      const tracks = shakaPlayer.getVariantTracks();
      shakaPlayer.configure({ abr: { enabled: false } });
      shakaPlayer.selectVariantTrack(tracks[index % tracks.length], false);
    };
  }
  const pending = [...input.switchAt];
  let switches = 0;
  video.addEventListener('timeupdate', () => {
    if (pending.length && video.currentTime >= (pending[0] as number)) {
      pending.shift();
      choose(switches);
      switches += 1;
    }
  });
  const captions: Viewing['captions'] = [];
  const shownCues = () =>
    [...video.textTracks].filter(({ mode }) => mode === 'showing').flatMap(({ cues }) => [...(cues ?? [])] as VTTCue[]);
  // By each cue's own event: a browser that is late fires it even for a cue whose time has passed.
  const note = () => {
    for (const cue of shownCues()) {
      cue.onenter = () => {
        const shown = { at: video.currentTime, start: cue.startTime, end: cue.endTime, text: cue.text };
        if (!captions.some(({ start, text }) => start === shown.start && text === shown.text)) captions.push(shown);
      };
    }
  };
  const isRefused = () => input.untilError === true && errors.length > 0;
  const until = (condition: () => boolean) =>
    new Promise<void>((done) => {
      const timer = setInterval(() => {
        if (!condition()) return;
        clearInterval(timer);
        done();
      }, 50);
    });
  await Promise.race([video.play(), ...(input.untilError ? [until(isRefused)] : [])]);
  if (input.language) {
    chooseLanguage(input.language);
    // Playback starts again after the captions are loaded, because the position until then depends on the machine. A player
    // loads captions from its position on, so on a busy machine it would wait at the end for captions that do not come.
    video.pause();
    video.currentTime = 0;
    await until(() => shownCues().length > 0 || errors.length > 0);
    note();
    await video.play();
  }
  await until(() => {
    note();
    const isThere = input.until !== undefined && video.currentTime >= input.until;
    return isThere || video.ended || isRefused() || errors.length >= 5;
  });
  const { ended, currentTime: position, duration } = video;
  const frames = video.getVideoPlaybackQuality().totalVideoFrames;
  return { ended, position, duration, frames, heights, stalls, errors, offered, chosen: chosen(), captions };
}
