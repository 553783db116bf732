import { scenarios } from './areas/pg.js';
import { defineArea } from './defineArea.js';

defineArea('pg', scenarios);
