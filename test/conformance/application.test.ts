import { scenarios } from './areas/application.js';
import { defineArea } from './defineArea.js';

defineArea('application', scenarios);
