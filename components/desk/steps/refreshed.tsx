import { Part } from '#components/desk/part.tsx';
import { Time } from '#components/ui/time.tsx';
import type { TimeModel } from '#lib/content/models.ts';
import type { PlaceKind } from '#lib/newsroom/refreshed.ts';
import { Table } from '../table.tsx';
import { Refresh } from './refresh.client.tsx';
import { refreshWords as words } from './strings.ts';

export type ReceiptLine = {
  kind: PlaceKind;
  path: string;
  gone: boolean;
  status: number | null;
  clean: boolean;
  at: TimeModel;
};

/** What another instance or an edge answered to every place of the receipt; null where it is not asked. */
export type AskedLine = { places: number; left: string[]; answers: boolean; at: TimeModel } | 'unreachable' | null;

export type RefreshedModel = {
  receipt: ReceiptLine[] | null;
  pages: { path: string; state: keyof typeof words.states; at: TimeModel }[];
  /** How many more in memory there are than are shown, and how many are stored at all. */
  morePages: number;
  stored: number;
  hard: string[];
  soft: string[];
  panels: string[];
  /** Whether this instance knows. */
  known: boolean;
  /** Every instance that serves now, and how far it has heard. */
  instances: { name: string; own: boolean; heard: boolean; at: TimeModel; asked: AskedLine }[];
  /** What stands in front of them; asked only of a withdrawal. */
  edges: { name: string; asked: AskedLine }[];
  now: TimeModel;
  told: {
    id: number;
    channel: string;
    state: keyof typeof words.deliveries;
    attempts: number;
    error: string | null;
    at: TimeModel;
  }[];
  /** Something is still under way. */
  live: boolean;
};

/** What an act refreshed: pages, instances, outside systems; and for a withdrawal that every place is clean. */
export function Refreshed({ model }: { model: RefreshedModel }) {
  return (
    <>
      <p className="buttons">
        <Refresh label={words.look} live={model.live} />
      </p>
      <div className="parts">
        {model.receipt && <Receipt lines={model.receipt} elsewhere={elsewhereClean(model)} />}
        <Part id="instances" title={words.instances}>
          <div>
            <p>
              {model.known ? words.here : words.notHere} <Time time={model.now} label="full" className="meta" />
            </p>
            {model.instances.length > 0 && <Instances rows={model.instances} />}
          </div>
        </Part>
        {model.receipt && (
          <Part id="edges" title={words.edges}>
            <Edges rows={model.edges} />
          </Part>
        )}
        <Part id="told" title={words.told}>
          <Told rows={model.told} />
        </Part>
        <Part id="pages" title={words.pages}>
          <p>{words.pagesLead(model.stored)}</p>
          {model.pages.length === 0 ? <p className="meta">{words.noPages}</p> : <Pages model={model} />}
        </Part>
        <Part id="tags" title={words.tags}>
          <div>
            <Tags label={words.hard} names={model.hard} />
            <Tags label={words.soft} names={model.soft} />
            <Tags label={words.panels} names={model.panels} />
          </div>
        </Part>
      </div>
    </>
  );
}

/** Every instance has heard, and whoever answers has let go; an edge must answer, as it knows nothing by itself. */
function elsewhereClean({ instances, edges }: RefreshedModel): boolean {
  const lets = (asked: AskedLine) => asked === null || asked === 'unreachable' || !asked.answers || !asked.left.length;
  return (
    instances.every(({ heard, asked }) => heard && lets(asked)) &&
    edges.every(({ asked }) => asked !== null && asked !== 'unreachable' && asked.left.length === 0)
  );
}

function Receipt({ lines, elsewhere }: { lines: ReceiptLine[]; elsewhere: boolean }) {
  const left = lines.filter(({ clean }) => !clean).length;
  return (
    <Part id="receipt" title={words.receipt}>
      <p role="status" className={left === 0 && elsewhere ? 'notice good' : 'notice bad'}>
        {words.receiptLead}
        {left > 0 ? `${left} ${words.left}` : elsewhere ? words.clean : words.elsewhere}
      </p>
      <Table>
        {lines.map((line, n) => (
          <tr key={line.path}>
            <td className="quiet">{lines[n - 1]?.kind === line.kind ? '' : words.kinds[line.kind]}</td>
            <td className="mono">{decodeURI(line.path)}</td>
            <td>
              <span className={line.clean ? 'state on' : 'state off'}>{answerOf(line)}</span>
            </td>
            <td className="num quiet">
              <Time time={line.at} label="full" />
            </td>
          </tr>
        ))}
      </Table>
    </Part>
  );
}

function answerOf({ gone, clean, status }: ReceiptLine): string {
  if (status === null) return words.answers.unanswered;
  if (!clean) return `${words.answers.still}（${status}）`;
  return gone ? words.answers.gone : words.answers.absent;
}

function Instances({ rows }: { rows: RefreshedModel['instances'] }) {
  return (
    <Table>
      {rows.map(({ name, own, heard, at, asked }) => (
        <tr key={name}>
          <td className="mono">
            {name}
            {own && <small className="meta"> {words.ownInstance}</small>}
          </td>
          <td>
            <span className={heard ? 'state on' : 'state off'}>{heard ? words.heard : words.notHeard}</span>
          </td>
          <td className="quiet">{asked && <AskedWords asked={asked} />}</td>
          <td className="num quiet">
            <Time time={asked && asked !== 'unreachable' ? asked.at : at} label="full" />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Edges({ rows }: { rows: RefreshedModel['edges'] }) {
  return (
    <Table none={words.noEdge}>
      {rows.map(({ name, asked }) => (
        <tr key={name}>
          <td className="mono">{name}</td>
          <td>{asked && <AskedWords asked={asked} />}</td>
          <td className="num quiet">{asked && asked !== 'unreachable' && <Time time={asked.at} label="full" />}</td>
        </tr>
      ))}
    </Table>
  );
}

function AskedWords({ asked }: { asked: Exclude<AskedLine, null> }) {
  if (asked === 'unreachable') return words.unreachable;
  if (!asked.answers) return words.unanswered;
  const clean = asked.left.length === 0;
  return (
    <span className={clean ? 'state on' : 'state off'}>
      {clean ? words.askedClean(asked.places) : words.askedLeft(asked.left)}
    </span>
  );
}

function Pages({ model: { pages, morePages } }: { model: RefreshedModel }) {
  return (
    <div>
      <Table>
        {pages.map(({ path, state, at }) => (
          <tr key={path}>
            <td className="mono">{path}</td>
            <td>
              <span className={state === 'fresh' ? 'state on' : 'state'}>{words.states[state]}</span>
            </td>
            <td className="num quiet">
              <Time time={at} label="full" />
            </td>
          </tr>
        ))}
      </Table>
      {morePages > 0 && <p className="meta">还有 {morePages} 页。</p>}
    </div>
  );
}

function Told({ rows }: { rows: RefreshedModel['told'] }) {
  return (
    <Table none={words.nobody}>
      {rows.map(({ id, channel, state, attempts, error, at }) => (
        <tr key={id}>
          <td className="name">{channel}</td>
          <td>
            <span className={state === 'done' ? 'state on' : state === 'dead' ? 'state off' : 'state'}>
              {words.deliveries[state]}
            </span>
          </td>
          <td className="quiet">
            {attempts} {words.attempts}
          </td>
          <td className="quiet">{error ?? ''}</td>
          <td className="num quiet">
            <Time time={at} label="full" />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Tags({ label, names }: { label: string; names: string[] }) {
  if (names.length === 0) return null;
  return (
    <>
      <h3>
        {label} <span className="meta">{names.length}</span>
      </h3>
      <p className="mono tags">{names.join('  ')}</p>
    </>
  );
}
