// Tables as Markdown, aligned, so that they read well in a terminal and go into a page as they are.
import type { Row, Subjects } from './measurement.js';

export function markdown(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((_, column) => Math.max(3, ...[header, ...rows].map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const aligned = (cells: readonly string[]) =>
    line(cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))));
  const rule = line(widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)));
  return [aligned(header), rule, ...rows.map(aligned)].join('\n');
}

/**
 * The speeds: values with their spread, and the ratio to the BEAM with the goal.
 *
 * @param beside the other Node.js, if there is one
 */
export function speedTable(rows: readonly Row[], beside?: string): string {
  const hasAgainst = rows.some((row) => row.against !== null);
  const besides = beside === undefined ? [] : [`Regent, Node.js ${beside}`];
  const header = ['workload', 'unit', 'Regent', ...besides, 'BEAM, 1 scheduler', 'BEAM, all', 'ratio', 'goal'];
  if (hasAgainst) header.push('other build', 'faster by');
  return markdown(
    header,
    rows.map((row) => [
      row.name,
      row.unit,
      cell(row, 'regent'),
      ...(beside === undefined ? [] : [cell(row, 'beside')]),
      cell(row, 'beam'),
      cell(row, 'beamAll'),
      row.ratio === null ? '–' : `**${round(row.ratio)}**${row.ratio >= row.goal ? ' ✓' : ''}`,
      String(row.goal),
      ...(hasAgainst ? [cell(row, 'against'), row.ratioAgainst === null ? '–' : row.ratioAgainst.toFixed(2)] : []),
    ]),
  );
}

function cell(row: Row, subject: keyof Subjects): string {
  const value = row[subject];
  const range = row.spread[subject];
  if (value === null || range === null) return '–';
  return `${round(value)} (${round(range[0])}–${round(range[1])})`;
}

/** The delays of a 10 ms timer: median / 99th percentile / greatest, in ms. */
export function delayTable(rows: readonly Row[]): string {
  return markdown(
    ['load', 'Regent', 'BEAM, 1 scheduler', 'BEAM, all'],
    rows.map((row) => [
      row.name,
      ...(['regent', 'beam', 'beamAll'] as const).map((subject) => delayCell(row, subject)),
    ]),
  );
}

function delayCell(row: Row, subject: keyof Subjects): string {
  const delays = row.delays[subject];
  return delays === null ? '–' : [delays.median, delays.p99, delays.max].map((ms) => ms.toFixed(1)).join(' / ');
}

/** Three digits that count, and commas in large numbers. */
export function round(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.max(Math.abs(value), 1e-9))));
  return digits === 0 ? Math.round(value).toLocaleString('en-US') : value.toFixed(Math.min(digits, 4));
}
