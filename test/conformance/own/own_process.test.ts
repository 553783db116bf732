import { defineArea } from '../defineArea.js';
import { scenarios } from './areas/own_process.js';

defineArea('own_process', scenarios);
