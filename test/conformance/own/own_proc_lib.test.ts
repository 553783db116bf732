import { defineArea } from '../defineArea.js';
import { scenarios } from './areas/own_proc_lib.js';

defineArea('own_proc_lib', scenarios);
