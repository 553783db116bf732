/** What a driver has done (undefined), or goes on doing: to be waited for once, and not to be chained. */
export type Work = PromiseLike<unknown> | undefined;
