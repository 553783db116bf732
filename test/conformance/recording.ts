/** Recorded transcripts: test/fixtures/conformance, made by the real OTP. They are never edited. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A term as the recorder writes it: `{"a":"ok"}`, `{"t":[...]}`, `{"p":1}` ...; see the README beside the recordings. */
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

export type Recordings = ReadonlyMap<string, readonly RecordedStep[]>;

/** The transcripts of an area by scenario. `set` is 'golden' (OTP 27), 'golden-25' or 'golden-29' (where they differ). */
export function readRecordings(area: string, set = 'golden'): Recordings {
  const file = fileURLToPath(new URL(`../fixtures/conformance/${set}/${area}.jsonl`, import.meta.url));
  const recordings = new Map<string, RecordedStep[]>();
  if (!existsSync(file)) return recordings;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    const step = JSON.parse(line) as RecordedStep;
    const steps = recordings.get(step.scenario);
    if (steps === undefined) recordings.set(step.scenario, [step]);
    else steps.push(step);
  }
  return recordings;
}
