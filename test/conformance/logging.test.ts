import { scenarios } from './areas/logging.js';
import { defineArea } from './defineArea.js';

defineArea('logging', scenarios);
