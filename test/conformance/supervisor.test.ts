import { scenarios } from './areas/supervisor.js';
import { defineArea } from './defineArea.js';

defineArea('supervisor', scenarios);
