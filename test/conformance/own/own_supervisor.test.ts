import { defineArea } from '../defineArea.js';
import { scenarios } from './areas/own_supervisor.js';

defineArea('own_supervisor', scenarios);
