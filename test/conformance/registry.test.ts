import { scenarios } from './areas/registry.js';
import { defineArea } from './defineArea.js';

defineArea('registry', scenarios);
