import { defineArea } from '../defineArea.js';
import { scenarios } from './areas/own_rpc.js';

defineArea('own_rpc', scenarios);
