import { scenarios } from './areas/dist.js';
import { defineArea } from './defineArea.js';
import { inMemory, overTls } from './peer.js';

defineArea('dist', scenarios, inMemory);
defineArea('dist', scenarios, overTls);
