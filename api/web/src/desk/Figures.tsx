import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { Outcome } from '../components/Outcome';
import { useLoaded } from '../components/useLoaded';
import { staff } from './api';

interface Day {
  day: string;
  questions: number;
  statuses: { [status: string]: number };
  groups: { [group: string]: number };
  helpful: number;
  unhelpful: number;
  p50_ms: number;
  p95_ms: number;
}

interface Topic {
  label: string;
  count: number;
  weeks: number[];
}

interface Found {
  questions: number;
  days: Day[];
  statuses: { [status: string]: number };
  groups: { [group: string]: number };
  p50_ms: number;
  p95_ms: number;
  helpful: number;
  unhelpful: number;
  weeks: string[];
  topics: Topic[];
  silent: Topic[];
}

const SPANS = [7, 30, 90, 180];
const STATUSES: { [status: string]: string } = {
  answered: '已答',
  partial: '部分回答',
  needs_input: '待补充',
  not_covered: '没有回答',
  declined: '谢绝',
  notice: '提示',
};
const GROUPS: { [group: string]: string } = {
  worker: '个人',
  enterprise: '企业',
  hotline: '热线',
  unknown: '没有说明',
};
const COLOURS = ['#0a7a40', '#b3261e', '#3f5787', '#8a4b00', '#6a1b9a', '#00697a'];

/** The figures of the last days. */
export function Figures() {
  const [days, setDays] = useState(30);
  const loaded = useLoaded(() => staff<Found>(`/figures?days=${days}`), `figures ${days}`);
  return (
    <>
      <label class="field__label" for="span">
        最近多少天
      </label>
      <select
        id="span"
        class="field__box"
        value={days}
        onChange={(event) => setDays(Number(event.currentTarget.value))}
      >
        {SPANS.map((span) => (
          <option key={span} value={span}>
            {span}天
          </option>
        ))}
      </select>
      <Outcome loaded={loaded}>{(found) => <All found={found} days={days} />}</Outcome>
    </>
  );
}

function All({ found, days }: { found: Found; days: number }) {
  const dates = found.days.map((day) => day.day);
  const judged = found.helpful + found.unhelpful;
  const of = (pick: (day: Day) => number) => found.days.map(pick);
  return (
    <>
      <p>
        共{found.questions}个问题；答复时间中位{Math.round(found.p50_ms)}毫秒，95%不超过
        {Math.round(found.p95_ms)}毫秒；
        {judged ? `${judged}次评价，有用${Math.round((found.helpful / judged) * 100)}%` : '还没有评价'}。
      </p>
      <Chart title="每天的问题" dates={dates} lines={[['问题', of((day) => day.questions)]]} />
      <Chart
        title="答复情况"
        dates={dates}
        lines={named(STATUSES, (name) => of((day) => day.statuses[name] || 0))}
      />
      <Chart
        title="提问的人"
        dates={dates}
        lines={named(GROUPS, (name) => of((day) => day.groups[name] || 0))}
      />
      <Chart
        title="答复时间（毫秒）"
        dates={dates}
        lines={[
          ['中位', of((day) => day.p50_ms)],
          ['95%', of((day) => day.p95_ms)],
        ]}
      />
      <Chart
        title="评价"
        dates={dates}
        lines={[
          ['有用', of((day) => day.helpful)],
          ['没用', of((day) => day.unhelpful)],
        ]}
      />
      {found.topics.length > 0 && (
        <Chart title="问得最多的条款（每周）" dates={found.weeks} lines={overWeeks(found.topics)} />
      )}
      {found.silent.length > 0 && (
        <Chart title="最常答不上的内容（每周）" dates={found.weeks} lines={overWeeks(found.silent)} />
      )}
      <Counts title="按答复情况" counts={found.statuses} names={STATUSES} />
      <Counts title="按提问的人" counts={found.groups} names={GROUPS} />
      <Topics title="问得最多的条款" topics={found.topics} />
      <Topics title="最常答不上的内容" topics={found.silent} />
      <p>
        下载表格：
        {[
          ['days', '每天'],
          ['topics', '条款'],
          ['silent', '答不上的内容'],
        ].map(([table, name]) => (
          <a key={table} class="desk__place" href={`/api/desk/figures/csv?days=${days}&table=${table}`}>
            {name}（CSV）
          </a>
        ))}
      </p>
    </>
  );
}

type Line = [string, number[]];

/** One line a name, by what it is called on screen. */
function named(names: { [name: string]: string }, valuesOf: (name: string) => number[]): Line[] {
  return Object.keys(names).map((name): Line => [names[name] || name, valuesOf(name)]);
}

function overWeeks(topics: Topic[]): Line[] {
  return topics.slice(0, COLOURS.length).map((topic): Line => [topic.label, topic.weeks]);
}

interface ChartProps {
  title: string;
  dates: string[];
  lines: Line[];
}

/** Lines over days. The same numbers stand in the tables and in the CSV, for those who cannot see a chart. */
function Chart({ title, dates, lines }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = box.current;
    if (!place) return;
    const at = dates.map((date) => new Date(`${date}T00:00:00`).getTime() / 1000);
    const axis = { values: (_: uPlot, ticks: number[]) => ticks.map((tick) => dayOf(tick)) };
    const series = lines.map(([label], i) => ({
      label,
      stroke: COLOURS[i % COLOURS.length] || '#000',
      width: 2,
      points: { show: dates.length < 40 },
    }));
    const chart = new uPlot(
      {
        width: place.clientWidth,
        height: 220,
        series: [
          { label: '日期', value: (_: uPlot, tick: number | null) => (tick ? dayOf(tick) : '') },
          ...series,
        ],
        axes: [axis, {}],
        scales: { y: { range: (_: uPlot, _low: number, high: number) => [0, Math.max(1, high * 1.1)] } },
      },
      [at, ...lines.map(([, values]) => values)],
      place,
    );
    const fit = () => chart.setSize({ width: place.clientWidth, height: 220 });
    window.addEventListener('resize', fit);
    return () => {
      window.removeEventListener('resize', fit);
      chart.destroy();
    };
  }, [dates.join(), JSON.stringify(lines)]);
  return (
    <figure>
      <figcaption>
        <h2>{title}</h2>
      </figcaption>
      <div ref={box} />
    </figure>
  );
}

function dayOf(seconds: number): string {
  const day = new Date(seconds * 1000);
  return `${day.getMonth() + 1}月${day.getDate()}日`;
}

interface CountsProps {
  title: string;
  counts: { [name: string]: number };
  names: { [name: string]: string };
}

function Counts({ title, counts, names }: CountsProps) {
  return (
    <table class="table">
      <caption>{title}</caption>
      <tbody>
        {Object.keys(counts).map((name) => (
          <tr key={name}>
            <th scope="row">{names[name] || name}</th>
            <td>{counts[name]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Topics({ title, topics }: { title: string; topics: Topic[] }) {
  return (
    <table class="table">
      <caption>{title}</caption>
      <tbody>
        {topics.map((topic) => (
          <tr key={topic.label}>
            <th scope="row">{topic.label}</th>
            <td>{topic.count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
