// `npm run bench:plots`: how cost grows, as tables and plots in docs. See README.md beside this.
import { compiled } from '../support/compile.mjs';

const { main } = await import(await compiled('bench', 'harness/plots.js'));
await main(process.argv.slice(2));
