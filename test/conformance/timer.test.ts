import { scenarios } from './areas/timer.js';
import { defineArea } from './defineArea.js';

defineArea('timer', scenarios);
