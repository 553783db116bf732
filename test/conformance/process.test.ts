import { scenarios } from './areas/process.js';
import { defineArea } from './defineArea.js';

defineArea('process', scenarios);
