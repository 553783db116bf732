import { scenarios } from './areas/global.js';
import { defineArea } from './defineArea.js';

defineArea('global', scenarios);
