// Plots as SVG: lines over two logarithmic axes. No scripts and no fonts of its own, so that a page can show it as an image.

export interface Plot {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly lines: readonly Line[];
}

export interface Line {
  readonly label: string;
  readonly color: string;
  readonly isDashed: boolean;
  readonly points: readonly (readonly [x: number, y: number])[];
}

interface Box {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly xs: readonly [number, number];
  readonly ys: readonly [number, number];
}

const [width, height] = [760, 460];
const margin = { left: 80, right: 45, top: 45, bottom: 55 };

export function plot({ title, x, y, lines }: Plot): string {
  const points = lines.flatMap((line) => line.points);
  const box = boxFor(
    points.map(([value]) => value),
    points.map(([, value]) => value),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(width / 2, 22, title, 'text-anchor="middle" font-size="15"'),
    text((margin.left + width - margin.right) / 2, height - 12, x, 'text-anchor="middle"'),
    text(
      0,
      0,
      y,
      `text-anchor="middle" transform="translate(18 ${(margin.top + height - margin.bottom) / 2}) rotate(-90)"`,
    ),
    ...grid(box),
    ...lines.map((line) => drawn(line, box)),
    ...legend(lines),
    '</svg>\n',
  ].join('\n');
}

function boxFor(xs: readonly number[], ys: readonly number[]): Box {
  const xRange = [Math.min(...xs), Math.max(...xs)] as const;
  // Whole powers of ten above and below.
  const yRange = [10 ** Math.floor(Math.log10(Math.min(...ys))), 10 ** Math.ceil(Math.log10(Math.max(...ys)))] as const;
  return {
    x: scale(xRange, [margin.left, width - margin.right]),
    y: scale(yRange, [height - margin.bottom, margin.top]),
    xs: xRange,
    ys: yRange,
  };
}

function scale([low, high]: readonly [number, number], [from, to]: readonly [number, number]) {
  const span = Math.log10(high) - Math.log10(low) || 1;
  return (value: number) => from + ((to - from) * (Math.log10(value) - Math.log10(low))) / span;
}

function grid({ x, y, xs, ys }: Box): string[] {
  const [left, right, top, bottom] = [margin.left, width - margin.right, margin.top, height - margin.bottom];
  const rule = (x1: number, y1: number, x2: number, y2: number) =>
    `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" stroke="#ddd"/>`;
  return [
    ...ticks(xs).flatMap((value) => [
      rule(x(value), top, x(value), bottom),
      text(x(value), bottom + 17, value.toLocaleString('en-US'), 'text-anchor="middle"'),
    ]),
    ...ticks(ys).flatMap((value) => [
      rule(left, y(value), right, y(value)),
      text(left - 7, y(value) + 4, duration(value), 'text-anchor="end"'),
    ]),
  ];
}

/** Powers of ten, or where there are no two of them whole numbers. */
function ticks([low, high]: readonly [number, number]): number[] {
  const from = Math.ceil(Math.log10(low) - 1e-9);
  const count = Math.floor(Math.log10(high) + 1e-9) - from + 1;
  if (count >= 2) return Array.from({ length: count }, (_, i) => 10 ** (from + i));
  return Array.from({ length: high - low + 1 }, (_, i) => low + i);
}

function drawn({ color, isDashed, points }: Line, { x, y }: Box): string {
  const path = points.map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${at(x(px))} ${at(y(py))}`).join(' ');
  const dots = points.map(([px, py]) => `<circle cx="${at(x(px))}" cy="${at(y(py))}" r="3" fill="${color}"/>`);
  const dashes = isDashed ? ' stroke-dasharray="6 4"' : '';
  return [`<path d="${path}" fill="none" stroke="${color}" stroke-width="2"${dashes}/>`, ...dots].join('');
}

function legend(lines: readonly Line[]): string[] {
  const left = margin.left + 12;
  const boxHeight = lines.length * 18 + 8;
  const widest = Math.max(...lines.map(({ label }) => label.length));
  return [
    `<rect x="${left - 4}" y="${margin.top + 4}" width="${widest * 7 + 46}" height="${boxHeight}" fill="#fff" stroke="#ddd"/>`,
    ...lines.flatMap(({ label, color, isDashed }, i) => {
      const y = margin.top + 17 + i * 18;
      const dashes = isDashed ? ' stroke-dasharray="6 4"' : '';
      return [
        `<line x1="${left}" y1="${y}" x2="${left + 30}" y2="${y}" stroke="${color}" stroke-width="2"${dashes}/>`,
        text(left + 36, y + 4, label, ''),
      ];
    }),
  ];
}

function text(x: number, y: number, content: string, attributes: string): string {
  const safe = content.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<text x="${at(x)}" y="${at(y)}" ${attributes}>${safe}</text>`;
}

function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** 100 ns, 10 µs, 1 s. */
export function duration(ns: number): string {
  const [unit, size] = (
    [
      ['s', 1e9],
      ['ms', 1e6],
      ['µs', 1e3],
      ['ns', 1],
    ] as const
  ).find(([, size]) => ns >= size * 0.9995) ?? ['ns', 1];
  return `${Number((ns / size).toPrecision(3))} ${unit}`;
}
