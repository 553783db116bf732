/**
 * The nodes of a cluster spec. Invariant: no two of them have one id, or one address.
 */
import { checkNodeId } from '../../certs/index.js';
import { endpointText, isWildcard, parseEndpoint } from '../endpoint.js';
import type { Endpoint } from '../transport.js';
import type { NodeSpec, NodeSpecFile } from './clusterSpec.js';
import { show, type Problems } from './problems.js';

const fields: Record<keyof NodeSpecFile, true> = {
  id: true,
  address: true,
  listen_address: true,
  local_address: true,
};

/** @returns those whose id can be used; undefined if there are none to speak of */
export function readNodes(value: unknown, problems: Problems): readonly NodeSpec[] | undefined {
  if (!Array.isArray(value) || value.length === 0) {
    problems.add('nodes', `${show(value)} must be an array of at least one node`);
    return undefined;
  }
  const ids = new Map<string, string>();
  const addresses = new Map<string, string>();
  return value.flatMap((entry: unknown, i) => {
    const field = `nodes[${i}]`;
    const node = readNode(entry, field, problems);
    if (node === undefined) return [];
    unique(ids, node.id, `${field}.id`, problems);
    if (node.address.port > 0) unique(addresses, endpointText(node.address), `${field}.address`, problems);
    return [node];
  });
}

// Where an address cannot be used another one stands in, so that the rest of the spec is checked.
const nowhere: Endpoint = { host: '0.0.0.0', port: 0 };

function readNode(entry: unknown, field: string, problems: Problems): NodeSpec | undefined {
  if (!problems.isObject(entry, field)) return undefined;
  problems.unknownFields(entry, fields, `${field}.`);
  const address = readEndpoint(entry['address'], `${field}.address`, problems) ?? nowhere;
  if (address !== nowhere) checkReachable(address, `${field}.address`, problems);
  const listenAddress = optional(entry['listen_address'], `${field}.listen_address`, problems) ?? address;
  const localAddress = optional(entry['local_address'], `${field}.local_address`, problems);
  const id = problems.collect(() => checkNodeId(entry['id'] as string, `${field}.id`));
  return id === undefined ? undefined : { id, address, listenAddress, localAddress };
}

function optional(value: unknown, field: string, problems: Problems): Endpoint | undefined {
  return value === undefined ? undefined : readEndpoint(value, field, problems);
}

function readEndpoint(value: unknown, field: string, problems: Problems): Endpoint | undefined {
  const endpoint = parseEndpoint(value);
  if (typeof endpoint !== 'string') return endpoint;
  problems.add(field, value === undefined ? 'is missing' : `${show(value)}: ${endpoint}`);
  return undefined;
}

function checkReachable(address: Endpoint, field: string, problems: Problems): void {
  const text = show(endpointText(address));
  if (address.port === 0) problems.add(field, `${text}: others need a port to reach the node at`);
  if (isWildcard(address)) {
    problems.add(field, `${text}: others cannot reach the node there; listen_address is where it listens`);
  }
}

function unique(seen: Map<string, string>, value: string, field: string, problems: Problems): void {
  const first = seen.get(value);
  if (first === undefined) seen.set(value, field);
  else problems.add(field, `${show(value)} is that of ${first} too`);
}
