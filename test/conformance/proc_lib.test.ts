import { scenarios } from './areas/proc_lib.js';
import { defineArea } from './defineArea.js';

defineArea('proc_lib', scenarios);
