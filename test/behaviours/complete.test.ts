/** Every function that OTP 27's modules export is there, or stands in docs/differences.md with the reason why it is not. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  application,
  erpc,
  genEvent,
  genServer,
  genStatem,
  global,
  pg,
  procLib,
  rpc,
  sys,
  timer,
} from 'regent-otp/behaviours';
import { supervisor } from 'regent-otp/supervisors';

const modules: ReadonlyMap<string, object> = new Map<string, object>([
  ['proc_lib', procLib],
  ['supervisor', supervisor],
  ['sys', sys],
  ['timer', timer],
  ['gen_server', genServer],
  ['gen_event', genEvent],
  ['gen_statem', genStatem],
  ['application', application],
  ['global', global],
  ['pg', pg],
  ['rpc', rpc],
  ['erpc', erpc],
]);

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

/** `name/arity` of all exported functions, by module. */
const exported = new Map(
  read('test/fixtures/otp27-exports.txt')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(' '))
    .map(([module, ...functions]) => [module!, functions] as const),
);

/** Rows of the table in docs/differences.md: module, and `name/arity`. */
const left = [...read('docs/differences.md').matchAll(/^\| (all|`\w+`) +\| (`\w+\/.*?) +\|/gm)].flatMap(
  ([, module, functions]) =>
    [...functions!.matchAll(/`(\w+)\/([\d,]+)`/g)].flatMap(([, name, arities]) =>
      arities!.split(',').map((arity) => [module!.replaceAll('`', ''), `${name!}/${arity}`] as const),
    ),
);

const nameHere = (fun: string) =>
  fun.split('/')[0]!.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

describe.each([...exported])('%s', (module, functions) => {
  const here = modules.get(module)!;
  const listed = left.filter(([of]) => of === 'all' || of === module).map(([, fun]): string => fun);

  test('has each function, or a reason why not', () => {
    const missing = functions.filter((fun) => !(nameHere(fun) in here) && !listed.includes(fun));
    expect(missing).toEqual([]);
  });

  test('lacks what is listed, which OTP has', () => {
    const own = left.filter(([of]) => of === module).map(([, fun]): string => fun);
    expect(own.filter((fun) => !functions.includes(fun))).toEqual([]);
    // One of which only some arities are listed is there with the others.
    const whole = own.filter((fun) =>
      functions.every((other) => nameHere(other) !== nameHere(fun) || own.includes(other)),
    );
    expect(whole.filter((fun) => nameHere(fun) in here)).toEqual([]);
  });
});

test('the table is found', () => {
  expect(left.length).toBeGreaterThan(40);
});
