// node-forge, loaded on first use: a node that only checks certificates does without it.
import { createRequire } from 'node:module';
import type forge from 'node-forge';

export type Forge = typeof forge;

export function loadForge(): Forge {
  return createRequire(import.meta.url)('node-forge') as Forge;
}
