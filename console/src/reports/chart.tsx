import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { strings } from '../strings';

const words = strings.today;

interface FigureProps {
  name: string;
  heading: string;
  /** What the drawing means, where that is not plain. */
  legend?: ComponentChildren;
  drawing: ComponentChildren;
  table: ComponentChildren;
}

/** A drawing with its numbers as a table: whoever cannot see the one reads the other, and anybody may see both. */
export function Figure({ name, heading, legend, drawing, table }: FigureProps) {
  const [shown, setShown] = useState(false);
  const id = useId();
  return (
    <figure class="chart" aria-labelledby={`${id}-heading`} data-testid={`chart-${name}`}>
      <div class="chart__top">
        <h2 id={`${id}-heading`}>{heading}</h2>
        <button type="button" class="link" aria-expanded={shown} aria-controls={`${id}-table`} data-testid={`table-of-${name}`} onClick={() => setShown(!shown)}>
          {shown ? words.hideTable : words.showTable}<span class="unseen">: {heading}</span>
        </button>
      </div>
      {drawing}
      {legend !== undefined && <p class="chart__legend">{legend}</p>}
      {/* Shown, it may have to be moved sideways, by the keyboard as well. */}
      <div id={`${id}-table`} class={shown ? 'chart__table' : 'chart__table unseen'} {...(shown ? { tabIndex: 0, role: 'group', 'aria-labelledby': `${id}-heading` } : {})}>
        {table}
      </div>
    </figure>
  );
}

/** One column: a bar up to `value`, beside what it is compared with, and a thin line from it up to `upTo`. */
export interface Column {
  /** Under the axis. */
  tick: string;
  value: number | null;
  beside?: number | null;
  upTo?: number | null;
}

interface ColumnsProps {
  /** The drawing in one sentence. */
  says: string;
  columns: readonly Column[];
  top: number;
  /** What the top of the scale is. */
  topWords: string;
  /** A line across, with its name. */
  line?: { at: number; words: string };
}

const WIDE = 10;
const TALL = 100;

/** Columns from left to right. Only shapes are drawn: words stand around them, so that they are as large as all others. */
export function Columns({ says, columns, top, topWords, line }: ColumnsProps) {
  const height = (value: number): number => Math.min(TALL, (value / top) * TALL);
  return (
    <div class="columns">
      <p class="columns__top" aria-hidden="true">{topWords}</p>
      <svg class="columns__drawn" role="img" aria-label={says} viewBox={`0 0 ${WIDE * columns.length} ${TALL}`} preserveAspectRatio="none">
        <path class="columns__grid" d={`M0 0.5H${WIDE * columns.length}M0 50H${WIDE * columns.length}M0 ${TALL - 0.5}H${WIDE * columns.length}`} />
        {columns.map(({ value, beside, upTo }, index) => (
          <g key={index}>
            {beside != null && beside > 0 && <Bar kind="beside" at={index * WIDE + 0.75} width={8.5} height={height(beside)} />}
            {value !== null && value > 0 && <Bar kind="value" at={index * WIDE + 2.25} width={5.5} height={height(value)} />}
            {upTo != null && upTo > (value ?? 0) && (
              <path class="columns__up" d={`M${index * WIDE + 5} ${TALL - height(value ?? 0)}V${TALL - height(upTo)}M${index * WIDE + 3} ${TALL - height(upTo)}h4`} />
            )}
          </g>
        ))}
        {line !== undefined && line.at <= top && <path class="columns__line" d={`M0 ${TALL - height(line.at)}H${WIDE * columns.length}`} />}
      </svg>
      <ol class="columns__ticks" aria-hidden="true">
        {columns.map(({ tick }, index) => <li key={index}>{tick}</li>)}
      </ol>
    </div>
  );
}

function Bar({ kind, at, width, height }: { kind: 'value' | 'beside'; at: number; width: number; height: number }) {
  // What is there is never so small that it cannot be seen.
  const tall = Math.max(1.5, height);
  return <rect class={`columns__${kind}`} x={at} y={TALL - tall} width={width} height={tall} />;
}

/** Bars below one another, each with its name and number. */
export function Rows({ says, rows }: { says: string; rows: readonly { name: string; count: number }[] }) {
  const most = Math.max(1, ...rows.map((row) => row.count));
  return (
    <div class="bars" role="img" aria-label={says}>
      {rows.map(({ name, count }) => (
        <div class="bars__row" key={name}>
          <span class="bars__name">{name}</span>
          <svg class="bars__drawn" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <rect class="columns__value" width={(count / most) * 100} height="10" />
          </svg>
          <span class="bars__count">{count}</span>
        </div>
      ))}
    </div>
  );
}

/** Numbers below their names. The first cell of a row names it. */
export function Table({ caption, head, rows, foot }: {
  caption: string;
  head: readonly string[];
  rows: readonly (readonly (string | number)[])[];
  foot?: readonly (string | number)[];
}) {
  const row = (cells: readonly (string | number)[]) => cells.map((cell, index) => (index === 0 ? <th key={index} scope="row">{cell}</th> : <td key={index}>{cell}</td>));
  return (
    <table class="numbers">
      <caption class="unseen">{caption}</caption>
      <thead><tr>{head.map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
      <tbody>{rows.map((cells) => <tr key={cells[0]}>{row(cells)}</tr>)}</tbody>
      {foot !== undefined && <tfoot><tr>{row(foot)}</tr></tfoot>}
    </table>
  );
}
