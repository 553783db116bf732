// The codec against Erlang's own: thousands of terms both ways.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { binaryToTerm, termToBinary, type BinaryMode } from 'regent-otp/beam';
import { describeBesideErlang } from '../../../support/beam/erlangs.js';
import { ErlangNode } from '../../../support/beam/erlangNode.js';
import { anyTerm } from './anyTerm.js';

const generator = `
-module(regent_terms).
-export([some/2, same/2, again/1]).

some(Seed, Count) ->
    rand:seed(exsss, {Seed, 2, 3}),
    [term_to_binary(term(4)) || _ <- lists:seq(1, Count)].

same(Ours, Theirs) ->
    [{One, Other} || {One, Other} <- lists:zip(Ours, Theirs), binary_to_term(One) =/= binary_to_term(Other)].

again(Binaries) -> [term_to_binary(binary_to_term(Binary)) || Binary <- Binaries].

term(0) -> leaf(rand:uniform(14));
term(Depth) ->
    case rand:uniform(9) of
        1 -> list_to_tuple(terms(Depth));
        2 -> terms(Depth);
        3 -> maps:from_list([{term(Depth - 1), term(Depth - 1)} || _ <- terms(0)]);
        4 -> terms(Depth) ++ leaf(rand:uniform(14));
        5 -> list_to_tuple([ok | terms(Depth)]);
        6 -> #{deposit => term(Depth - 1), owner => leaf(1)};
        _ -> leaf(rand:uniform(14))
    end.

terms(Depth) -> [case Depth of 0 -> 0; _ -> term(Depth - 1) end || _ <- lists:seq(1, rand:uniform(5) - 1)].

leaf(1) -> rand:uniform(600) - 300;
leaf(2) -> (rand:uniform(1 bsl 64) - (1 bsl 63)) bsr rand:uniform(64);
leaf(3) -> rand:uniform(1 bsl 600) - (1 bsl 599);
leaf(4) -> rand:normal() * math:pow(10, rand:uniform(40) - 20);
leaf(5) -> float(rand:uniform(10) - 5);
leaf(6) -> lists:nth(rand:uniform(9), [ok, error, true, false, undefined, nil, deposit, 'a b', '']);
leaf(7) -> list_to_atom([rand:uniform(50000) || _ <- lists:seq(1, rand:uniform(20))]);
leaf(8) -> rand:bytes(rand:uniform(30) - 1);
leaf(9) -> lists:nth(rand:uniform(4), [<<"ok">>, <<"deposit">>, <<"alice">>, <<>>]);
leaf(10) -> Bits = rand:uniform(40), <<(rand:uniform(1 bsl Bits) - 1):Bits>>;
leaf(11) -> lists:nth(rand:uniform(3), [self(), make_ref(), hd(erlang:ports())]);
leaf(12) -> fun lists:map/2;
leaf(13) -> Free = rand:uniform(9), fun(X) -> X + Free end;
leaf(14) -> [rand:uniform(256) - 1 || _ <- lists:seq(1, rand:uniform(300))].
`;

describeBesideErlang('the term codec', (erlang) => {
  let erl: ErlangNode;
  beforeAll(async () => {
    erl = await ErlangNode.start({ erlang });
    await erl.load(generator);
  });
  afterAll(() => erl.stop());

  const spelled = (terms: readonly Uint8Array[]): string =>
    `[${terms.map((bytes) => `base64:decode(<<"${Buffer.from(bytes).toString('base64')}">>)`).join(',')}]`;

  it.each([
    ['text', ['deposit', 'owner']],
    ['text', []],
    ['bytes', ['ok']],
  ] as const)('2000 terms of Erlang come back as they were: binaries as %s, declared %j', async (binaries, atoms) => {
    const seed = Math.floor(Math.random() * 1e6);
    const theirs = (await erl.eval(`regent_terms:some(${seed}, 2000)`)) as readonly { toBytes(): Uint8Array }[];
    const bytes = theirs.map((binary) => Buffer.from(binary.toBytes()));
    const options: { atoms: readonly string[]; binaries: BinaryMode } = { atoms, binaries };
    const ours = bytes.map((one) => termToBinary(binaryToTerm(one, options), options));
    expect(ours).toHaveLength(2000);
    expect(await erl.eval(`regent_terms:same(${spelled(ours)}, ${spelled(bytes)})`), `seed ${seed}`).toEqual([]);
  });

  it('2000 terms of ours are terms there, and come back as they were', async () => {
    const options = { atoms: ['deposit'] };
    const seed = Math.floor(Math.random() * 1e6);
    const terms = fc.sample(anyTerm, { numRuns: 2000, seed });
    const ours = terms.map((term) => termToBinary(term, options));
    const back = (await erl.eval(`regent_terms:again(${spelled(ours)})`)) as readonly { toBytes(): Uint8Array }[];
    const read = back.map((binary) => termToBinary(binaryToTerm(binary.toBytes(), options), options));
    const known = ours.map((bytes) => termToBinary(binaryToTerm(bytes, options), options));
    expect(await erl.eval(`regent_terms:same(${spelled(read)}, ${spelled(ours)})`), `seed ${seed}`).toEqual([]);
    expect(
      known.map((bytes) => Buffer.from(bytes).toString('hex')),
      `seed ${seed}`,
    ).toEqual(ours.map((bytes) => Buffer.from(bytes).toString('hex')));
  });

  it('compressed terms are read', async () => {
    const compressed = (await erl.eval('term_to_binary(lists:duplicate(5000, {ok, <<"abc">>}), [compressed])')) as {
      toBytes(): Uint8Array;
    };
    expect(compressed.toBytes().length).toBeLessThan(1000);
    expect(binaryToTerm(compressed.toBytes())).toEqual(new Array(5000).fill(['ok', 'abc']));
  });
});
