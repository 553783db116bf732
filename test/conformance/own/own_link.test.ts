import { defineArea } from '../defineArea.js';
import { scenarios } from './areas/own_link.js';

defineArea('own_link', scenarios);
