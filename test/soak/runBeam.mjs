// `npm run soak:beam`: compiles the library and the soak, and runs it.
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { compiled } from '../support/compile.mjs';

setFlagsFromString('--expose-gc');
globalThis.gc = runInNewContext('gc');
const { main } = await import(await compiled('soak', 'beam/main.js'));
process.exit(await main(process.argv.slice(2), fileURLToPath(new URL('../../', import.meta.url))));
