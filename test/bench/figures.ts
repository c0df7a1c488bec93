/** What a benchmark finds: figures over several rounds, of which the median counts. */

/** One thing that was measured. Ratios are to a limit that was measured in the same round. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly rounds: number;
}

/** Collects each round's values by name, in the order in which names first come. */
export class Rounds {
  private readonly values = new Map<string, { readonly unit: string; readonly all: number[] }>();

  note(name: string, value: number, unit: string): void {
    const known = this.values.get(name);
    if (known) known.all.push(value);
    else this.values.set(name, { unit, all: [value] });
  }

  figures(): readonly Figure[] {
    return [...this.values].map(([name, { unit, all }]) => {
      const sorted = [...all].sort((a, b) => a - b);
      const at = (index: number) => sorted[index] ?? NaN;
      return {
        name,
        unit,
        median: at(sorted.length >> 1),
        min: at(0),
        max: at(sorted.length - 1),
        rounds: sorted.length,
      };
    });
  }
}

/** Lines of a table: name, median, what was to be reached, and the span of the rounds. */
export function table(figures: readonly Figure[], verdictOf: (figure: Figure) => string): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${shown(figure.median)} ${figure.unit}`.trim(),
    verdictOf(figure),
    figure.rounds > 1 ? `${shown(figure.min)} – ${shown(figure.max)} (${figure.rounds} rounds)` : '',
  ]);
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows
    .map(([name = '', median = '', verdict = '', span = '']) =>
      `  ${name.padEnd(width(0))}  ${median.padStart(width(1))}  ${verdict.padEnd(width(2))}  ${span}`.trimEnd(),
    )
    .join('\n');
}

function shown(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toPrecision(3);
}
