// `npm run bench`: compiles the library, the workloads and the harness, and runs the harness. See README.md beside this.
import { compiled } from '../support/compile.mjs';

const { main } = await import(await compiled('bench', 'harness/main.js'));
await main(process.argv.slice(2));
