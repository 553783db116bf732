import { scenarios } from './areas/sys.js';
import { defineArea } from './defineArea.js';

defineArea('sys', scenarios);
