/**
 * FileWatch: looks at files now and then, and tells when one of them has another content. It reads rather than trusts
 * what the file system tells of changes: files that are replaced, behind links or on network drives often tell nothing.
 */
import { readFile } from 'node:fs/promises';
import type { Clock } from '../../scheduler/clock.js';

export interface FileWatchOptions {
  readonly clock: Clock;
  readonly paths: readonly string[];
  /** ms. */
  readonly interval: number;
  readonly onChange: () => void;
}

export class FileWatch {
  readonly #options: FileWatchOptions;
  #seen: string | undefined = undefined;
  #timer: unknown = undefined;
  #isStopped = false;

  /** Starts at once. */
  constructor(options: FileWatchOptions) {
    this.#options = options;
    void this.#look();
  }

  stop(): void {
    this.#isStopped = true;
    this.#options.clock.clearTimer(this.#timer);
  }

  async #look(): Promise<void> {
    const { clock, paths, interval, onChange } = this.#options;
    const content = JSON.stringify(await Promise.all(paths.map(textOf)));
    if (this.#isStopped) return;
    this.#timer = clock.setTimer(() => void this.#look(), interval);
    const isChange = this.#seen !== undefined && this.#seen !== content;
    this.#seen = content;
    if (isChange) onChange();
  }
}

// A file that is missing, or cannot be read, is a content too.
function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => String((error as NodeJS.ErrnoException).code));
}
