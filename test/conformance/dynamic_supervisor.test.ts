import { scenarios } from './areas/dynamic_supervisor.js';
import { defineArea } from './defineArea.js';

defineArea('dynamic_supervisor', scenarios);
