import { scenarios } from './areas/gen_event.js';
import { defineArea } from './defineArea.js';

defineArea('gen_event', scenarios);
