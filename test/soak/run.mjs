// `npm run soak`: compiles the library and the soak, and runs it.
import { compiled } from '../support/compile.mjs';

const { main } = await import(await compiled('soak', 'main.js'));
process.exit(await main(process.argv.slice(2)));
