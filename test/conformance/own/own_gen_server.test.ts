import { defineArea } from '../defineArea.js';
import { scenarios } from './areas/own_gen_server.js';

defineArea('own_gen_server', scenarios);
