/**
 * Whether tests beside the real Erlang can run. With REGENT_REQUIRE_ERLANG=1, as in CI, they do run, and fail where it is
 * missing.
 */
import { spawnSync } from 'node:child_process';

export const hasErlang =
  process.env['REGENT_REQUIRE_ERLANG'] === '1' || spawnSync('erlc', ['-help']).error === undefined;

export const hasElixir =
  process.env['REGENT_REQUIRE_ERLANG'] === '1' || spawnSync('elixir', ['--version']).error === undefined;
