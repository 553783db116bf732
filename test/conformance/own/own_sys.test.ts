import { defineArea } from '../defineArea.js';
import { scenarios } from './areas/own_sys.js';

defineArea('own_sys', scenarios);
