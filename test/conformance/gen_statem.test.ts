import { scenarios } from './areas/gen_statem.js';
import { defineArea } from './defineArea.js';

defineArea('gen_statem', scenarios);
