import { scenarios } from './areas/receive.js';
import { defineArea } from './defineArea.js';

defineArea('receive', scenarios);
