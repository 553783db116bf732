import { defineArea } from '../defineArea.js';
import { scenarios } from './areas/own_pg.js';

defineArea('own_pg', scenarios);
