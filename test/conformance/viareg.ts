/** src/viareg.erl: a very small registry for `['via', viareg, name]`. */
import { exit, isProcessAlive, send, type Address } from 'regent-otp';

const names = new Map<unknown, Address>();

export const viareg = {
  start() {
    names.clear();
    return 'ok';
  },
  registerName(name: unknown, pid: Address) {
    if (viareg.whereisName(name) !== undefined) return 'no' as const;
    names.set(name, pid);
    return 'yes' as const;
  },
  unregisterName(name: unknown) {
    names.delete(name);
    return 'ok';
  },
  whereisName(name: unknown) {
    const pid = names.get(name);
    return pid !== undefined && isProcessAlive(pid) ? pid : undefined;
  },
  send(name: unknown, message: unknown) {
    const pid = viareg.whereisName(name);
    if (pid === undefined) return exit(['badarg', [name, message]]);
    send(pid, message);
    return pid;
  },
  [Symbol.toStringTag]: 'viareg',
};
