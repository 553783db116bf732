/**
 * ErlangNode: a real node of Erlang that a test has evaluate expressions. It reads them from its standard input, one a line in
 * base64, and prints their values in the external term format.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { binaryToTerm } from 'regent-otp/beam';
import type { Epmd } from './epmd.js';
import type { Erlang } from './erlangs.js';

export interface ErlangNodeOptions {
  readonly erlang: Erlang;
  /** With the host: 'a@127.0.0.1'. Default: it is no node of a cluster. */
  readonly name?: string;
  readonly epmd?: Epmd;
  readonly cookie?: string;
  /** Further arguments of `erl`. */
  readonly args?: readonly string[];
}

// All expressions run in one process; variables are those of one expression.
const loop = `
  io:setopts([{encoding, latin1}]),
  Print = fun(T) -> io:put_chars([base64:encode(term_to_binary(T)), $\\n]) end,
  Loop = fun Loop() ->
    case io:get_line("") of
      eof -> halt();
      Line ->
        Text = unicode:characters_to_list(base64:decode(string:trim(Line))),
        try
          {ok, Tokens, _} = erl_scan:string(Text),
          {ok, Exprs} = erl_parse:parse_exprs(Tokens),
          {value, Value, _} = erl_eval:exprs(Exprs, erl_eval:new_bindings()),
          Print({ok, Value})
        catch C:R:S -> Print({failed, unicode:characters_to_binary(io_lib:format("~tp:~tp ~tp", [C, R, S]))})
        end,
        Loop()
    end
  end,
  register(test_shell, self()),
  Print(ready), Loop().`;

const load = (source: string): string => `
  (fun(Source) ->
    {ok, Tokens, _} = erl_scan:string(Source),
    Split = fun Split([], [], Forms) -> lists:reverse(Forms);
      Split([{dot, _} = Dot | Rest], Form, Forms) ->
        {ok, Parsed} = erl_parse:parse_form(lists:reverse([Dot | Form])), Split(Rest, [], [Parsed | Forms]);
      Split([Token | Rest], Form, Forms) -> Split(Rest, [Token | Form], Forms) end,
    {ok, Module, Code} = compile:forms(Split(Tokens, [], [])),
    {module, Module} = code:load_binary(Module, "source", Code), Module
  end)(unicode:characters_to_list(base64:decode(<<"${Buffer.from(source).toString('base64')}">>)))`;

export class ErlangNode {
  readonly name: string | undefined;
  readonly #process: ChildProcess;
  readonly #waiting: { resolve(term: unknown): void; reject(error: Error): void }[] = [];
  #said = '';

  private constructor(process: ChildProcess, name: string | undefined) {
    this.#process = process;
    this.name = name;
    createInterface({ input: process.stdout! }).on('line', (line) => this.#take(line));
    process.stderr!.on('data', (text: Buffer) => (this.#said += text.toString()));
    process.on('exit', () => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error(`the Erlang node has ended: ${this.#said}`));
    });
  }

  /** Starts one and waits until it is there. */
  static async start(options: ErlangNodeOptions): Promise<ErlangNode> {
    const { erlang, name, epmd, cookie = 'secret', args = [] } = options;
    const distribution =
      name === undefined
        ? []
        : [
            name.includes('.') ? '-name' : '-sname',
            name,
            '-setcookie',
            cookie,
            '-kernel',
            'inet_dist_use_interface',
            '{127,0,0,1}',
          ];
    const [program, all] = erlang.command('erl', ['-noshell', ...distribution, ...args, '-eval', loop]);
    const environment = { ...process.env, ...epmd?.environment, LC_ALL: 'C.UTF-8', HOME: '/tmp' };
    const child = spawn(program, all, { env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
    const node = new ErlangNode(child, name);
    await node.#answer();
    return node;
  }

  /** The value of expressions; rejects with Erlang's exception. */
  async eval(text: string): Promise<unknown> {
    const answer = this.#answer();
    this.#process.stdin!.write(`${Buffer.from(`${text.trim().replace(/[.,\s]*$/, '')}.`).toString('base64')}\n`);
    const [outcome, value] = (await answer) as readonly [string, unknown];
    if (outcome === 'failed') throw new Error(`${String(value)}\nin ${text}`);
    return value;
  }

  /** Compiles and loads a module, which may use ?MODULE and no other macros. */
  load(source: string): Promise<unknown> {
    const module = /-module\((\w+)\)/.exec(source)![1]!;
    return this.eval(load(source.replaceAll('?MODULE', module)));
  }

  /** Stops it, say, or has it go on. */
  signal(name: NodeJS.Signals): void {
    this.#process.kill(name);
  }

  /** Ends it, as kill -9 does. */
  async kill(): Promise<void> {
    await this.#end(() => this.#process.kill('SIGKILL'));
  }

  /** Ends it in an orderly way. */
  async stop(): Promise<void> {
    await this.#end(() => this.#process.stdin!.end());
  }

  async #end(action: () => void): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exit = once(this.#process, 'exit');
    action();
    await exit;
  }

  #answer(): Promise<unknown> {
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #take(line: string): void {
    if (!line.startsWith('g')) return;
    const { resolve, reject } = this.#waiting.shift()!;
    try {
      resolve(
        binaryToTerm(Buffer.from(line, 'base64'), { atoms: ['failed', 'ok', 'ready', 'pong', 'pang', 'yes', 'no'] }),
      );
    } catch (error) {
      reject(error as Error);
    }
  }
}
