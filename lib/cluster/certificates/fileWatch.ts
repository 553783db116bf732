/**
 * FileWatch: looks at files now and then, and tells what content they have until that is taken up: the first one, and
 * each other one. It reads rather than trusts what the file system tells of changes: files that are replaced, behind links
 * or on network drives often tell nothing.
 */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Clock } from '../../scheduler/clock.js';

export interface FileWatchOptions {
  readonly clock: Clock;
  readonly paths: readonly string[];
  /** ms. */
  readonly interval: number;
  /**
   * @param isNew it is told the first time of this content
   * @returns whether it is taken up; if not it is told again at the next look, for it may become good by waiting
   */
  readonly onChange: (isNew: boolean) => boolean;
}

export class FileWatch {
  readonly #options: FileWatchOptions;
  #seen: string | undefined = undefined;
  #isTakenUp = false;
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
    const { clock, paths, interval } = this.#options;
    const content = JSON.stringify(await Promise.all(paths.map(textOf)));
    if (this.#isStopped) return;
    this.#timer = clock.setTimer(() => void this.#look(), interval);
    if (content !== this.#seen || !this.#isTakenUp) this.#tell();
  }

  // Reads them once more, at one go with whoever takes them up: they may have changed since, and must not be told of twice.
  #tell(): void {
    const { paths, onChange } = this.#options;
    const content = JSON.stringify(paths.map(textNow));
    const isNew = content !== this.#seen;
    this.#seen = content;
    if (isNew || !this.#isTakenUp) this.#isTakenUp = onChange(isNew);
  }
}

// A file that is missing, or cannot be read, is a content too.
function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(codeOf);
}

function textNow(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}
