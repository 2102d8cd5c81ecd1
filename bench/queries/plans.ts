/** A node of a plan, as `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)` tells it. */
export type PlanNode = {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Filter?: string;
  'CTE Name'?: string;
  'Subplan Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Actual Total Time': number;
  'Shared Hit Blocks'?: number;
  'Shared Read Blocks'?: number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
};

export type LoggedPlan = { sql: string; root: PlanNode };

export type PlanSummary = {
  /** Indexes that were used, each once. */
  indexes: string[];
  /** Tables that were read from end to end. */
  scanned: string[];
  /** Blocks of 8 KB that were looked at. */
  blocks: number;
};

/** Reads what `auto_explain` wrote into the server's log in its JSON format, oldest first. */
export function parsePlans(log: string): LoggedPlan[] {
  const found = log.matchAll(/ plan:\n((?:\t.*\n?)+)/g);
  return Array.from(found, ([, text = '']) => {
    const logged = JSON.parse(text.replace(/^\t/gm, '')) as { 'Query Text': string; Plan: PlanNode };
    return { sql: logged['Query Text'], root: logged.Plan };
  });
}

export function summarisePlan(root: PlanNode): PlanSummary {
  const indexes = new Set<string>();
  const scanned = new Set<string>();
  for (const node of nodesOf(root)) {
    if (node['Index Name']) indexes.add(node['Index Name']);
    if (node['Node Type'].endsWith('Seq Scan') && node['Relation Name']) scanned.add(node['Relation Name']);
  }
  return { indexes: [...indexes], scanned: [...scanned], blocks: blocksOf(root) };
}

/** The same for plans that differ in figures only. */
export function shapeOf(root: PlanNode): string {
  const own = [root['Node Type'], root['Relation Name'], root['Index Name']].filter(Boolean).join(' ');
  return `${own}(${(root.Plans ?? []).map(shapeOf).join(',')})`;
}

/** The plan as an indented text, a line a node: what is read by what, rows × loops, time, blocks. */
export function drawPlan(root: PlanNode, depth = 0): string {
  const through = root['Index Name'] ? ` using ${root['Index Name']}` : '';
  const of = root['Relation Name'] ?? root['CTE Name'];
  const loops = root['Actual Loops'] === 1 ? '' : ` × ${root['Actual Loops']}`;
  const removed = root['Rows Removed by Filter'] ? `, ${root['Rows Removed by Filter']} left out` : '';
  const figures = `${Math.round(root['Actual Rows'] * 100) / 100} rows${loops}${removed}, ${root['Actual Total Time'].toFixed(2)} ms, ${blocksOf(root)} blocks`;
  const line = `${'  '.repeat(depth)}${root['Node Type']}${through}${of ? ` on ${of}` : ''} (${figures})`;
  const condition = root['Index Cond'] ? [`${'  '.repeat(depth + 1)}: ${root['Index Cond']}`] : [];
  return [line, ...condition, ...(root.Plans ?? []).map((plan) => drawPlan(plan, depth + 1))].join('\n');
}

function* nodesOf(root: PlanNode): Generator<PlanNode> {
  yield root;
  for (const plan of root.Plans ?? []) yield* nodesOf(plan);
}

/** A node's blocks contain those of the nodes below it. */
function blocksOf(node: PlanNode): number {
  return (node['Shared Hit Blocks'] ?? 0) + (node['Shared Read Blocks'] ?? 0);
}
