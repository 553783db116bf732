import { defineArea } from '../defineArea.js';
import { scenarios } from './areas/own_global.js';

defineArea('own_global', scenarios);
