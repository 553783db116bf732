import { defineArea } from '../defineArea.js';
import { scenarios } from './areas/own_gen_statem.js';

defineArea('own_gen_statem', scenarios);
