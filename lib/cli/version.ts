// The version of this package, from its package.json: found by the package's own name, so that it is the same from
// the sources and from the build.
import { createRequire } from 'node:module';

export function version(): string {
  const require = createRequire(import.meta.url);
  return (require('regent-otp/package.json') as { version: string }).version;
}
