// What a run needs before it measures: the versions of Node.js and Erlang, copies of the builds, certificates.
import { makeCertificates } from './clusterFiles.js';
import { execute } from './execute.js';
import { findErlang } from './erlang.js';
import { machine } from './machine.js';
import type { Subjects } from './measurement.js';
import { nodeBinary } from './nodeBinary.js';
import { stage } from './stage.js';
import { BeamSubject, RegentSubject } from './subject.js';

export interface Wanted {
  /** The major version of Node.js to fetch; undefined for the one that runs this. */
  readonly node: string | undefined;
  /** Of another Node.js, to measure Regent on it too. */
  readonly beside?: string | undefined;
  /** Builds of Regent: the one to measure instead of the sources, one to compare it with. */
  readonly dist?: string | undefined;
  readonly against?: string | undefined;
  /** Whether to measure the BEAM, and whether with all schedulers too. */
  readonly beam: boolean;
  readonly allSchedulers: boolean;
  /** How many nodes a workload has at most. */
  readonly nodes: number;
}

export interface Prepared {
  readonly subjects: Subjects;
  /** Regent once more, started with these flags of Node.js. */
  readonly withFlags: (flags: readonly string[]) => RegentSubject;
  readonly stage: string;
  /** All versions and the machine, as text. */
  readonly versions: string;
}

export async function prepare({ node, beside, dist, against, beam, allSchedulers, nodes }: Wanted): Promise<Prepared> {
  const binary = await nodeBinary(node);
  const other = beside === undefined ? undefined : await nodeBinary(beside);
  const folder = await stage('regent', dist);
  const build = against === undefined ? undefined : await stage('against', against);
  const certificates = nodes > 1 ? await makeCertificates(nodes) : undefined;
  const erlang = beam ? await findErlang() : undefined;
  const versions = await Promise.all([binary, ...(other === undefined ? [] : [other])].map(versionOf));
  const all = allSchedulers && erlang ? `, all: ${erlang.schedulers}` : '';
  const release = erlang ? `Erlang/OTP ${erlang.release} (schedulers: 1${all})` : 'no Erlang';
  return {
    subjects: {
      regent: new RegentSubject(binary, folder, certificates),
      beside: other === undefined ? undefined : new RegentSubject(other, folder, certificates),
      against: build === undefined ? undefined : new RegentSubject(binary, build, certificates),
      beam: erlang && new BeamSubject(erlang.ebin, certificates, ['+S', '1:1']),
      beamAll: erlang && allSchedulers ? new BeamSubject(erlang.ebin, certificates, []) : undefined,
    },
    withFlags: (flags) => new RegentSubject(binary, folder, certificates, flags),
    stage: folder,
    versions: `Node.js ${versions.join(' and ')}, ${release}; ${machine()}`,
  };
}

async function versionOf(binary: string): Promise<string> {
  return (await execute(binary, ['--version'])).trim();
}
