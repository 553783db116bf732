import { scenarios } from './areas/link.js';
import { defineArea } from './defineArea.js';

defineArea('link', scenarios);
