/** The application controller of this node, which is started when it is first needed. */
import { catchTerm, currentNode, down, monitor, on, receive, whereis, type Node } from '../../lib/index.js';
import { genServer } from '../genServer/module.js';
import { ApplicationController, type ControllerRequest } from './controller.js';
import { tableHere } from './table.js';

const controllerName = 'application_controller';

/** Asks the controller. */
export async function askController(request: ControllerRequest): Promise<unknown> {
  await ensureController();
  return genServer.call(controllerName, request, 'infinity');
}

/** Sees to it that there is a controller. */
export async function ensureController(): Promise<void> {
  if (whereis(controllerName) !== undefined) return;
  const node = currentNode();
  // It must not belong to the application of whoever is the first to ask.
  const starter = node.spawn(() => genServer.start(['local', controllerName], ApplicationController, []));
  await receive(on(down(monitor('process', starter)), () => undefined));
  stopWith(node);
}

const stopping = new WeakSet<Node>();

/** Has the applications stopped before the node's processes are ended. */
function stopWith(node: Node): void {
  if (stopping.has(node)) return;
  stopping.add(node);
  node.onStop(() =>
    node.run(async () => {
      const isThere = whereis(controllerName) !== undefined && !tableHere().isEnding;
      // Should one of the applications bring it down just now, they are all stopped as well.
      if (isThere) await catchTerm(() => genServer.stop(controllerName, 'shutdown'));
    }),
  );
}
