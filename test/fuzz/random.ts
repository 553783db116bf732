/** Numbers that a seed determines. */
import { randomFrom } from '../lib/cluster/codec/hostileBytes.js';

export type Random = ReturnType<typeof randomFrom>;
export { randomFrom };
