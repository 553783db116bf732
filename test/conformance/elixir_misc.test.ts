import { scenarios } from './areas/elixir_misc.js';
import { defineArea } from './defineArea.js';

defineArea('elixir_misc', scenarios);
