/**
 * Recorded transcripts, made by the real OTP and never edited: test/fixtures/conformance, and test/fixtures/conformance-own for
 * the areas whose names begin with own_. REGENT_FRESH_RECORDINGS names a folder with a set that has just been recorded.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A term as the recorder writes it: `{"a":"ok"}`, `{"t":[...]}`, `{"p":1}` ...; see test/fixtures/conformance-own/README.md. */
export type Tagged =
  | number
  | readonly Tagged[]
  | { readonly a: string }
  | { readonly f: number }
  | { readonly t: readonly Tagged[] }
  | { readonly b: string }
  | { readonly m: readonly (readonly [Tagged, Tagged])[] }
  | { readonly p: number }
  | { readonly r: number }
  | { readonly improper: readonly Tagged[]; readonly tail: Tagged }
  | { readonly special: string };

/** One recorded step. */
export interface RecordedStep {
  readonly scenario: string;
  readonly step: number;
  readonly event: string;
  readonly note?: string;
  readonly value: string;
  readonly json: Tagged;
}

/** The releases whose transcripts are kept. The reference is OTP 27. */
export const releases = ['25', '27', '29'] as const;
export type Release = (typeof releases)[number];

/** What a scenario showed. */
export interface Recorded {
  readonly on: Readonly<Record<Release, readonly RecordedStep[]>>;
  /** In the fresh set; empty if it is not there. Undefined if there is no fresh set. */
  readonly fresh?: readonly RecordedStep[];
}

type Transcripts = ReadonlyMap<string, readonly RecordedStep[]>;

/** The transcripts of an area by scenario. */
export function recordingsOf(area: string): ReadonlyMap<string, Recorded> {
  const kept = fileURLToPath(
    new URL(`../fixtures/${area.startsWith('own_') ? 'conformance-own' : 'conformance'}`, import.meta.url),
  );
  const golden = read(`${kept}/golden/${area}.jsonl`);
  const golden25 = read(`${kept}/golden-25/${area}.jsonl`);
  const golden29 = read(`${kept}/golden-29/${area}.jsonl`);
  const folder = process.env['REGENT_FRESH_RECORDINGS'];
  const fresh = folder === undefined ? undefined : read(`${folder}/${area}.jsonl`);
  return new Map(
    [...golden].map(([id, steps]) => {
      const on = { 25: golden25.get(id) ?? steps, 27: steps, 29: golden29.get(id) ?? steps };
      return [id, fresh === undefined ? { on } : { on, fresh: fresh.get(id) ?? [] }];
    }),
  );
}

function read(file: string): Transcripts {
  const transcripts = new Map<string, RecordedStep[]>();
  if (!existsSync(file)) return transcripts;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    const step = JSON.parse(line) as RecordedStep;
    const steps = transcripts.get(step.scenario);
    if (steps === undefined) transcripts.set(step.scenario, [step]);
    else steps.push(step);
  }
  return transcripts;
}
