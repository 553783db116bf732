import { defineArea } from '../defineArea.js';
import { scenarios } from './areas/own_gen_event.js';

defineArea('own_gen_event', scenarios);
