// What runs in the OS process of a peer; see peer.ts. It ends with the process that started it.
import { joinCluster, startNode } from 'regent-otp';
import type { PeerSettings } from './peer.js';

const settings = JSON.parse(process.argv[2] ?? '') as PeerSettings;
const node = startNode({ name: settings.id, messages: settings.messages });
process.once('disconnect', () => process.exit());
await joinCluster(node, { spec: settings.spec });
const { serve } = (await import(settings.workload)) as { serve(): unknown };
await node.run(serve);
process.send?.('ready');
