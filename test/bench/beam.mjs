// `npm run bench:beam`: a node in an Erlang cluster beside a node of Erlang there. See README.md beside this.
import { compiled } from '../support/compile.mjs';

const { main } = await import(await compiled('bench', 'beam/main.js'));
await main(process.argv.slice(2));
