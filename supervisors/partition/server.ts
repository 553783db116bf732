/**
 * The supervisor behind a PartitionSupervisor: an ordinary one, whose children note themselves in its table.
 */
import { Address } from '../../lib/index.js';
import type { Eventually } from '../../behaviours/index.js';
import type { ChildSpec, Module } from '../childSpec.js';
import { callStart } from '../callStart.js';
import type { SupervisorFlags } from '../rules/checkFlags.js';
import { Supervisor, type SupervisorInit } from '../supervisor/supervisor.js';
import { makePartitions, notePartition } from './partitions.js';

export class PartitionServer extends Supervisor {
  init([flags, specs]: readonly [SupervisorFlags, readonly ChildSpec[]]): SupervisorInit {
    makePartitions(specs.length);
    return ['ok', [flags, specs.map(noting)]];
  }

  /** The start function of every partition; runs in the supervisor. */
  static startChild(module: Module, fun: string, args: readonly unknown[], partition: number): Eventually<unknown> {
    return callStart<unknown>(module, fun, args, {
      returned: (result) => {
        if (Array.isArray(result) && result[0] === 'ok' && result[1] instanceof Address) {
          notePartition(partition, result[1]);
        }
        return result;
      },
      threw: (thrown) => {
        throw thrown;
      },
    });
  }
}

// What is shown of the server is the module it ports.
Object.defineProperty(PartitionServer, 'name', { value: 'Elixir.PartitionSupervisor' });

function noting(spec: ChildSpec): ChildSpec {
  return { ...spec, start: [PartitionServer, 'startChild', [...spec.start, spec.id]] };
}
