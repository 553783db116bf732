// Processes of this library and of Erlang: messages, links, monitors and exits, in both directions.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  after,
  down,
  exit,
  exitFrom,
  link,
  makeRef,
  monitor,
  demonitor,
  nodes,
  on,
  processFlag,
  receive,
  register,
  self,
  send,
  spawn,
  unlink,
  Address,
  type Ref,
} from 'regent-otp';
import { atom, tuple } from 'regent-otp/beam';
import { P } from 'ts-pattern';
import { describeBesideErlang } from '../../support/beam/erlangs.js';
import { erlName, jsName, startPair, type Pair } from '../../support/beam/withBeam.js';

// What a test sends to goes under the name of its own.
const echo = `
-module(echo).
-export([start/1]).
start(Name) -> Pid = spawn(fun() -> register(Name, self()), loop() end), wait(Name), Pid.
wait(Name) -> case whereis(Name) of undefined -> wait(Name); _ -> ok end.
loop() ->
    receive
        {From, echo, Term} -> From ! {self(), Term}, loop();
        {link, Pid} -> link(Pid), loop();
        {trap, Who} -> process_flag(trap_exit, true), put(who, Who), loop();
        {monitor, What, Who} -> Ref = monitor(process, What), put(who, Who), Who ! {monitoring, Ref}, loop();
        {exit, Reason} -> exit(Reason);
        {'EXIT', _, _} = Exit -> get(who) ! {told, Exit}, loop();
        {'DOWN', _, _, _, _} = Down -> get(who) ! {told, Down}, loop();
        stop -> ok
    end.
`;

describeBesideErlang('processes across', (erlang) => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await startPair(erlang);
    await pair.erl.load(echo);
  });
  afterAll(() => pair.close());

  let name = '';
  let count = 0;
  beforeEach(async () => {
    name = `echo${++count}`;
    await pair.erl.eval(`echo:start(${name})`);
  });

  const run = <T>(fun: () => Promise<T>): Promise<T> => pair.node.run(fun);
  const there = (): readonly [string, string] => [name, erlName];
  const pidThere = async (): Promise<Address> => {
    send(there(), tuple(self(), 'echo', 'who'));
    return receive(on([P.instanceOf(Address), 'who'], ([pid]) => pid));
  };

  it('a message to a name is answered to the pid that it holds', async () => {
    const answer = await run(async () => {
      send(there(), tuple(self(), 'echo', ['hello', 1, 'text', [1, 2], { owner: null }]));
      return receive(on([P.instanceOf(Address), P._], ([pid, term]) => [pid.node, term]));
    });
    expect(answer).toEqual([erlName, ['hello', 1, 'text', [1, 2], { owner: null }]]);
  });

  it('an address of Erlang is one object, and is the same pid there', async () => {
    const [first, second, same] = await run(async () => {
      const pids = [await pidThere(), await pidThere()] as const;
      send(pids[0], tuple(self(), 'echo', pids[0]));
      return [...pids, await receive(on([pids[0], P._], ([, pid]) => pid))];
    });
    expect(second).toBe(first);
    expect(same).toBe(first);
  });

  it('an Erlang process sends to a name here, and to an address that it was given', async () => {
    const got = run(async () => {
      register('inbox', self());
      const named = await receive(on(['hello', P._], (message) => message));
      send(there(), tuple(self(), 'echo', 'direct'));
      return [named, await receive(on([P._, 'direct'], ([, text]) => text))];
    });
    await pair.erl.eval(`{inbox, '${jsName}'} ! {hello, <<"by name">>}`);
    expect(await got).toEqual([['hello', 'by name'], 'direct']);
  });

  it('a monitor here tells of the end there: by pid, by name, and of nobody', async () => {
    const told = await run(async () => {
      const pid = await pidThere();
      const refs = [monitor('process', pid), monitor('process', there()), monitor('process', ['nobody', erlName])];
      send(pid, ['exit', 'boom']);
      const reasons: unknown[] = [];
      for (const ref of refs) reasons.push(await receive(on(down(ref), ([, , , object, reason]) => [object === pid ? 'pid' : object, reason]))); // prettier-ignore
      return reasons;
    });
    expect(told).toEqual([
      ['pid', 'boom'],
      [[name, erlName], 'boom'],
      [['nobody', erlName], 'noproc'],
    ]);
  });

  it('a monitor that was taken back tells nothing', async () => {
    const got = await run(async () => {
      const pid = await pidThere();
      const ref = monitor('process', pid);
      demonitor(ref);
      const second = monitor('process', pid);
      send(pid, ['exit', 'boom']);
      await receive(on(down(second), () => true));
      return receive(on(down(ref), () => 'told'), after(0, () => 'nothing')); // prettier-ignore
    });
    expect(got).toBe('nothing');
  });

  it('a monitor there tells of the end here, by pid and by name', async () => {
    const got = await run(async () => {
      const mortal = spawn(async () => {
        register('mortal', self());
        await receive(on('stop', () => exit('boom')));
      });
      for (const what of [mortal, tuple(atom('mortal'), atom(jsName))]) {
        send(there(), [atom('monitor'), what, self()]);
        await receive(on([P._, P._], () => true));
      }
      send(mortal, 'stop');
      const first = await receive(on([P._, P.array(P._)], ([, message]) => message));
      const second = await receive(on([P._, P.array(P._)], ([, message]) => message));
      return [first[3], second[3], first[4], second[4]].map((term) => (term === mortal ? 'pid' : term));
    });
    expect(got).toHaveLength(4);
    expect(got.slice(2)).toEqual(['boom', 'boom']);
    expect(got).toContain('pid');
    expect(got).toContainEqual([atom('mortal'), atom(jsName)]);
  });

  it('a monitor there of a name that nobody has here is told so', async () => {
    const down = await pair.erl.eval(
      `R = monitor(process, {nobody, '${jsName}'}), receive {'DOWN', R, process, O, W} -> {O, W} after 5000 -> late end`,
    );
    expect(down).toEqual([[atom('nobody'), atom(jsName)], atom('noproc')]);
  });

  it('an exit there ends a linked process here, and one here a linked process there', async () => {
    const reason = await run(async () => {
      processFlag('trap_exit', true);
      const pid = await pidThere();
      link(pid);
      send(pid, ['exit', ['shutdown', 'boom']]);
      return receive(on(exitFrom(pid), ([, , why]) => why));
    });
    expect(reason).toEqual(['shutdown', 'boom']);
    const told = await run(async () => {
      await pair.erl.eval(`echo:start(second_${name})`);
      const there2 = [`second_${name}`, erlName] as const;
      send(there2, [atom('trap'), self()]);
      const mortal = spawn(async () => {
        await receive(on('stop', () => exit('boom')));
      });
      send(there2, [atom('link'), mortal]);
      send(there2, tuple(self(), 'echo', 'linked'));
      await receive(on([P._, 'linked'], () => true));
      send(mortal, 'stop');
      return receive(on([P._, ['EXIT', mortal, P._]], ([, [, , why]]) => why));
    });
    expect(told).toBe('boom');
  });

  it('an unlink holds: the end of the other is not told', async () => {
    const got = await run(async () => {
      processFlag('trap_exit', true);
      const pid = await pidThere();
      link(pid);
      unlink(pid);
      link(pid);
      unlink(pid);
      const ref = monitor('process', pid);
      send(pid, ['exit', 'boom']);
      await receive(on(down(ref), () => true));
      return receive(on(exitFrom(pid), () => 'told'), after(0, () => 'nothing')); // prettier-ignore
    });
    expect(got).toBe('nothing');
  });

  it('a link with a process there that has ended is told noproc', async () => {
    const reason = await run(async () => {
      processFlag('trap_exit', true);
      const pid = await pidThere();
      const ref = monitor('process', pid);
      send(pid, 'stop');
      await receive(on(down(ref), () => true));
      link(pid);
      return receive(on(exitFrom(pid), ([, , why]) => why));
    });
    expect(reason).toBe('noproc');
  });

  it('exit/2 crosses in both directions, and kill cannot be trapped', async () => {
    const reason = await run(async () => {
      const pid = await pidThere();
      send(pid, [atom('trap'), self()]);
      const ref = monitor('process', pid);
      exit(pid, 'kill');
      return receive(on(down(ref), ([, , , , why]) => why));
    });
    expect(reason).toBe('killed');
    await pair.erl.eval('register(killer, spawn(fun() -> receive {P, Reason} -> exit(P, Reason) end end))');
    const told = await run(async () => {
      const victim = spawn(async () => {
        processFlag('trap_exit', true);
        await receive(on('never', () => true));
      });
      const ref = monitor('process', victim);
      send(['killer', erlName], tuple(victim, atom('kill')));
      return receive(on(down(ref), ([, , , , why]) => why));
    });
    expect(told).toBe('killed');
  });

  it('an alias takes messages until it is taken back', async () => {
    const alias = await pair.erl.eval('A = alias(), put(alias, A), A');
    await run(async () => void send(alias as Ref, ['hello', 'by alias']));
    expect(await pair.erl.eval('receive M -> M after 5000 -> late end')).toEqual([atom('hello'), 'by alias']);
    expect(await pair.erl.eval('unalias(get(alias))')).toBe(true);
    await run(async () => void send(alias as Ref, 'too late'));
    await run(async () => void send(['test_shell', erlName], 'hello'));
    expect(await pair.erl.eval('receive M -> M after 5000 -> late end')).toEqual(atom('hello'));
  });

  it('references and big terms come back as they were', async () => {
    await run(async () => {
      const ref = makeRef();
      const big = Uint8Array.from({ length: 3_000_000 }, (_, index) => 128 + (index % 100));
      send(there(), tuple(self(), 'echo', tuple(ref, big)));
      const [, [back, bytes]] = await receive(on([P._, [P._, P._]], (message) => message));
      expect(back).toBe(ref);
      expect(Buffer.from((bytes as { toBytes(): Uint8Array }).toBytes()).equals(Buffer.from(big))).toBe(true);
    });
  });

  it('the node is hidden there, and Erlang nodes are hidden ones here', async () => {
    expect(await pair.erl.eval('{nodes(), nodes(hidden)}')).toEqual([[], [atom(jsName)]]);
    expect(await run(async () => [nodes(), nodes('hidden'), nodes('connected')])).toEqual([[], [erlName], [erlName]]);
    expect(pair.beam.nodes()).toEqual([erlName]);
  });

  it('net_adm:ping finds it', async () => {
    expect(await pair.erl.eval(`net_adm:ping('${jsName}')`)).toBe('pong');
  });
});
