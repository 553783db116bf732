import { defineArea } from '../defineArea.js';
import { scenarios } from './areas/own_timer.js';

defineArea('own_timer', scenarios);
