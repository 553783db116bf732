/** The module ets. */
import { creating } from './creating.js';
import { matching } from './matching.js';
import { objects } from './objects.js';
import { selecting } from './selecting.js';
import { traversing } from './traversing.js';
import { updating } from './updating.js';

/**
 * Ports the module ets: tables of objects by their keys, which all processes of a node share. Objects are tuples, or records
 * as plain objects; nobody changes one that is in a table.
 *
 * A table belongs to a process and ends with it, unless it has an heir. See docs/behaviours/ets.md.
 *
 * @example
 * import { ets } from 'regent-otp/behaviours';
 *
 * ets.new('config', ['named_table', 'protected']);
 * ets.insert('config', ['port', 8080], ['host', 'localhost']);
 * ets.lookup('config', 'port'); // => [['port', 8080]]
 */
export const ets = { ...creating, ...objects, ...updating, ...traversing, ...matching, ...selecting };
