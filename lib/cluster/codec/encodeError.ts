/** EncodeError: a term that cannot leave this node. The sender made it, so the sender gets the error. */

/**
 * What `codec.encode` throws: where in the term something cannot travel, and why:
 * `message[1].handler: a function cannot travel to another node`.
 */
export class EncodeError extends Error {
  /** What the term is called in the message. */
  readonly root: string;
  /** The steps from the term to what cannot travel, outermost first, each as JavaScript writes it. */
  readonly path: readonly string[];
  /** Why it cannot. */
  readonly problem: string;

  constructor(root: string, path: readonly string[], problem: string, cause?: unknown) {
    super(`${root}${shortened(path)}: ${problem}`, cause === undefined ? undefined : { cause });
    this.name = 'EncodeError';
    this.root = root;
    this.path = path;
    this.problem = problem;
  }

  /** The same error with the field that the first step of its path stands for as its root. */
  within(root: string): EncodeError {
    return new EncodeError(root, this.path.slice(1), this.problem, this.cause);
  }
}

function shortened(path: readonly string[]): string {
  return path.length <= 20 ? path.join('') : `${path.slice(0, 20).join('')}...`;
}
