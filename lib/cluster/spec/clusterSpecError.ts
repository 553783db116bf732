/**
 * All that is wrong with a cluster spec, told at once.
 */
export class ClusterSpecError extends Error {
  override readonly name = 'ClusterSpecError';
  /** One text for each mistake, starting with its field: `nodes[1].address: ...`. */
  readonly problems: readonly string[];

  constructor(source: string, problems: readonly string[]) {
    super(
      [`${source} has ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}:`, ...problems].join(
        '\n  ',
      ),
    );
    this.problems = problems;
  }
}
