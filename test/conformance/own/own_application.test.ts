import { defineArea } from '../defineArea.js';
import { scenarios } from './areas/own_application.js';

defineArea('own_application', scenarios);
