import { defineArea } from '../defineArea.js';
import { scenarios } from './areas/own_receive.js';

defineArea('own_receive', scenarios);
