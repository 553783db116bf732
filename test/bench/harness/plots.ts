// `npm run bench:plots`: measures the curves, draws them into docs/plots, and writes their tables into docs/performance.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { curves, type Curve, type CurveLine } from './curves.js';
import { root } from './folders.js';
import { guarded, print } from './guarded.js';
import { measure, type Row, type Subjects } from './measurement.js';
import { writeSection } from './page.js';
import { prepare } from './prepare.js';
import { duration, plot } from './svg.js';
import { markdown } from './table.js';

const usage = `npm run bench:plots -- [options]

  --only NAME    only this curve (may be repeated): ${curves.map(({ name }) => name).join(', ')}
  --quick        one short run of each point
  --dry          show the tables, write nothing
  --node MAJOR   run Regent on this Node.js, fetched from the registry as a binary package
  --no-beam      Regent only
  --cpu          count the processors' time instead of the clock's
  --json FILE    write all points there too
`;

/** A measured point. */
interface Point {
  readonly line: CurveLine;
  readonly size: number;
  readonly row: Row;
}

export function main(args: readonly string[]): Promise<void> {
  return guarded(async () => {
    const { values } = parseArgs({ args: [...args], options: known });
    if (values.help === true) return print(usage);
    const chosen = curves.filter(({ name }) => values.only?.includes(name) ?? true);
    if (chosen.length === 0) throw new Error(`no curve is named ${values.only?.join(', ')}`);
    const nodes = Math.max(...chosen.flatMap(({ sizes, nodes = () => 1 }) => sizes.map(nodes)));
    const beam = values['no-beam'] !== true;
    const { subjects, versions } = await prepare({ node: values.node, beam, allSchedulers: false, nodes });
    print(`${versions}\n`);
    const all: Point[] = [];
    for (const curve of chosen) {
      const points = await measureCurve(curve, subjects, values.quick === true, values.cpu === true);
      all.push(...points);
      publish(curve, points, versions, values.dry !== true);
    }
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(all.map(plain), null, 2)}\n`);
  });
}

const known = {
  only: { type: 'string', multiple: true },
  quick: { type: 'boolean' },
  dry: { type: 'boolean' },
  node: { type: 'string' },
  cpu: { type: 'boolean' },
  'no-beam': { type: 'boolean' },
  json: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

async function measureCurve(curve: Curve, subjects: Subjects, isQuick: boolean, cpu: boolean): Promise<Point[]> {
  const time = isQuick ? { target: 50, warmUp: 200 } : { target: 300, warmUp: 600 };
  const settings = { ...time, delays: false, messages: 'shared', cpu } as const;
  const points: Point[] = [];
  for (const line of curve.lines) {
    for (const size of curve.sizes) {
      const cluster = (curve.nodes?.(size) ?? 1) > 1;
      const batch = line.inBatches === true ? size : 1;
      const workload = { ...line, what: '', goal: 1, folder: 'curves', batch, size, cluster } as const;
      const row = await measure(workload, subjects, settings, isQuick ? 1 : 3);
      print(`${line.label}, ${size}: ${duration(row.regent)}, BEAM ${row.beam === null ? '–' : duration(row.beam)}`);
      points.push({ line, size, row });
    }
  }
  return points;
}

function publish(curve: Curve, points: readonly Point[], versions: string, isKept: boolean): void {
  const table = tableOf(curve, points);
  print(`\n${table}\n`);
  if (!isKept) return;
  const image = `plots/${curve.name}.svg`;
  mkdirSync(path.join(root, 'docs/plots'), { recursive: true });
  writeFileSync(path.join(root, 'docs', image), drawing(curve, points));
  writeSection(curve.name, `![${curve.title}](${image})\n\n${table}\n\n${versions}`);
}

function tableOf(curve: Curve, points: readonly Point[]): string {
  const header = [curve.x, ...curve.lines.flatMap(({ label }) => [`${label}, Regent`, `${label}, BEAM`])];
  const rows = curve.sizes.map((size) => {
    const cells = points.filter((point) => point.size === size).flatMap(({ row }) => [row.regent, row.beam]);
    return [size.toLocaleString('en-US'), ...cells.map((value) => (value === null ? '–' : duration(value)))];
  });
  return markdown(header, rows);
}

const colors = ['#0060c0', '#c04000', '#208020', '#8040a0'];

function drawing(curve: Curve, points: readonly Point[]): string {
  const lines = curve.lines.flatMap((line, index) =>
    (['regent', 'beam'] as const).map((subject) => ({
      label: `${line.label}, ${subject === 'regent' ? 'Regent' : 'BEAM'}`,
      color: colors[index % colors.length]!,
      isDashed: subject === 'beam',
      points: points
        .filter((point) => point.line === line)
        .flatMap(({ size, row }) => (row[subject] === null ? [] : [[size, row[subject]] as const])),
    })),
  );
  const drawn = lines.filter((line) => line.points.length > 0);
  return plot({ title: curve.title, x: curve.x, y: 'time of one', lines: drawn });
}

function plain({ line, size, row }: Point): object {
  return { name: line.name, unit: line.unit, size, regent: row.regent, beam: row.beam, ratio: row.ratio };
}
