import { defineArea } from '../defineArea.js';
import { scenarios } from './areas/own_ets.js';

defineArea('own_ets', scenarios);
