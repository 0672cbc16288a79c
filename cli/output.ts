import type { Approval, Asset, MissingLanguage } from './api';
import { visible } from './visible';

/**
 * The output of a command. With `--json`, or if stdout is not a terminal, it is one JSON object on the last line of
 * stdout; otherwise it is text. Progress and warnings go to stderr. No text can control the terminal: see visible.ts.
 */
export interface Output {
  readonly json: boolean;
  /** The command's result: `object` for programs, `lines` for people. */
  result(object: unknown, lines: readonly string[]): void;
  /** Writes a line about progress, or a warning, to stderr. */
  note(line: string): void;
}

export function output(json: boolean, stdout: NodeJS.WritableStream, stderr: NodeJS.WritableStream): Output {
  return {
    json,
    result(object, lines) {
      const printed = json ? [JSON.stringify(object)] : lines;
      stdout.write(printed.map((line) => `${visible(line)}\n`).join(''));
    },
    note(line) {
      stderr.write(`${visible(line)}\n`);
    },
  };
}

/** The JSON of an asset. */
export function assetJson(asset: Asset) {
  const { id, status, reason, notes = [], waiting = [], tracks, genres, ageRating, pending, missing } = asset;
  const { approval, cost } = asset;
  return {
    id,
    status,
    reason,
    approval,
    cost,
    genres,
    ageRating,
    tracks: {
      video: tracks.video.map(({ width, height, bandwidth }) => ({ width, height, bandwidth })),
      audio: tracks.audio.map(({ language, kind }) => ({ language, kind })),
      captions: tracks.captions.map(({ language }) => ({ language })),
    },
    pending,
    notes,
    waiting: waiting.map(({ waits, code, message, since }) => ({ waits, code, message, since })),
    missing: missing.map(({ language, media, code, message }) => ({ language, media, code, message })),
  };
}

export function assetLines(asset: Asset): string[] {
  const { video, audio, captions } = asset.tracks;
  const lines = [`${asset.id}  ${asset.status}  ${asset.title}`];
  if (asset.status === 'PROCESSING' && asset.progress !== undefined) lines.push(`  progress  ${asset.progress} %`);
  if (asset.reason) lines.push(`  reason    ${asset.reason.code}: ${asset.reason.message}`);
  if (asset.approval) lines.push(`  approval  ${approvalLine(asset.approval)}`);
  if (asset.cost) lines.push(`  cost      ${costLine(asset.cost)}`);
  if (asset.genres?.length) lines.push(`  genres    ${asset.genres.join(', ')}`);
  if (asset.ageRating) lines.push(`  from age  ${asset.ageRating}`);
  if (video.length > 0) lines.push(`  video     ${video.map(({ width, height }) => `${width}×${height}`).join(', ')}`);
  if (audio.length > 0)
    lines.push(`  audio     ${audio.map(({ language, kind }) => `${language} (${kind})`).join(', ')}`);
  if (captions.length > 0) lines.push(`  captions  ${captions.map(({ language }) => language).join(', ')}`);
  if (asset.pending.length > 0) lines.push(`  pending   ${asset.pending.join(', ')}`);
  for (const { waits, message, since } of asset.waiting ?? []) {
    lines.push(`  waiting   ${waits}: ${message} (since ${since})`);
  }
  for (const { code, message } of asset.notes ?? []) lines.push(`  note      ${code}: ${message}`);
  for (const missing of asset.missing) lines.push(`  missing   ${missingLine(missing)}`);
  return lines;
}

const limitWords: Readonly<Record<string, string>> = {
  perFilm: 'for a film',
  perCreatorPerMonth: 'for a creator and month',
  perMonth: 'for a month',
};

/** What a film waits for, or what was decided. */
export function approvalLine({ estimate, limit, maximum, since, decision, decidedAt, note }: Approval): string {
  const cost = `about ${estimate.toFixed(2)} USD, above the maximum of ${maximum.toFixed(2)} USD ${limitWords[limit] ?? limit}`;
  const words = note ? ` (${note})` : '';
  if (decision === 'approve') return `${cost}; approved at ${decidedAt}${words}`;
  if (decision === 'refuse') return `${cost}; refused at ${decidedAt}${words}`;
  return `${cost}; waits for an administrator since ${since}`;
}

function costLine({ estimate, actual }: NonNullable<Asset['cost']>): string {
  return `estimate ${estimate.toFixed(4)} USD${actual === undefined ? '' : `, actual ${actual.toFixed(4)} USD`}`;
}

/** `es (audio)  NoVoice: There is no voice for it.` */
function missingLine({ language, media, code, message }: MissingLanguage): string {
  return `${language} (${media.join(', ')})  ${code}: ${message}`;
}

/** Writes a warning for each language that lacks captions or audio. */
export function warnOfMissing(missing: readonly MissingLanguage[], out: Output): void {
  for (const one of missing) out.note(`warning: missing ${missingLine(one)}`);
}
