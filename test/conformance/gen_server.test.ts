import { scenarios } from './areas/gen_server.js';
import { defineArea } from './defineArea.js';

defineArea('gen_server', scenarios);
