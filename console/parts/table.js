/** Tables of many rows: pages by cursor as the reader scrolls, and only the rows in sight in the document. */

import { html, useCallback, useEffect, useLayoutEffect, useRef, useState } from "../lib/html.js";
import { counted } from "../lib/words.js";
import { Failed, Loading } from "./states.js";

const AROUND = 12; // rows above and below those in sight
const WINDOWED = 80; // a shorter table is whole, as one that is printed or searched should be

/**
 * Rows page by page. `read` gives the page at a cursor; where `key` changes, everything begins anew.
 * @param {string} key
 * @param {(cursor: string | null, signal: AbortSignal) => Promise<{rows: any[], next: string | null}>} read
 */
export function usePages(key, read) {
  const [state, setState] = useState(/** @type {any} */ ({ key: null, rows: [], next: null, error: null, isLoading: true }));
  const stop = useRef(new AbortController());
  const load = useCallback(
    async (/** @type {any[]} */ rows, /** @type {string | null} */ cursor) => {
      const { signal } = stop.current;
      setState((/** @type {any} */ now) => ({ ...now, key, rows, error: null, isLoading: true }));
      try {
        const page = await read(cursor, signal);
        if (!signal.aborted) setState({ key, rows: [...rows, ...page.rows], next: page.next, error: null, isLoading: false });
      } catch (error) {
        if (!signal.aborted) setState((/** @type {any} */ now) => ({ ...now, error, isLoading: false }));
      }
    },
    [key],
  );
  const begin = () => {
    stop.current = new AbortController();
    void load([], null);
    return () => stop.current.abort();
  };
  useEffect(begin, [key]);
  const isNew = state.key !== key;
  return {
    rows: isNew ? [] : state.rows,
    error: isNew ? null : state.error,
    isLoading: isNew || state.isLoading,
    hasMore: !isNew && state.next !== null,
    more: () => !state.isLoading && load(state.rows, state.next),
    again: () => (state.rows.length ? load(state.rows, state.next) : begin()),
    replace: (/** @type {(rows: any[]) => any[]} */ change) => setState((/** @type {any} */ now) => ({ ...now, rows: change(now.rows) })),
  };
}

/**
 * @typedef {object} Column
 * @property {string} title
 * @property {(row: any) => any} cell
 * @property {string} [kind] `number` is set to the right; `widest`, `wider` and `wide` go first where there is no room
 */

/**
 * @param {{caption: string, noun?: string, columns: Column[], rows: any[], keyOf: (row: any) => string, hasMore?: boolean, more?: () => void,
 *   isLoading?: boolean, error?: any, again?: () => void, empty?: any, markOf?: (row: any) => string}} props
 */
export function Table({ caption, noun = "row", columns, rows, keyOf, hasMore, more, isLoading, error, again, empty, markOf }) {
  const body = useRef(/** @type {HTMLElement | null} */ (null));
  const [from, to, height] = useWindow(body, rows.length);
  const end = useNear(hasMore && !isLoading && !error ? more : undefined);
  if (!rows.length && !isLoading && !error && !hasMore) return empty;
  return html`
    <div class="table">
      <table role="table" aria-rowcount=${hasMore ? -1 : rows.length + 1}>
        <caption class="out-of-sight">${caption}</caption>
        <thead role="rowgroup"><tr role="row">
          ${columns.map((column) => html`<th role="columnheader" scope="col" class=${column.kind}>${column.title}</th>`)}
        </tr></thead>
        <tbody role="rowgroup" ref=${body}>
          ${from > 0 && html`<${Gap} rows=${from} height=${height} columns=${columns.length} />`}
          ${rows.slice(from, to).map((row, at) => html`
            <tr role="row" key=${keyOf(row)} aria-rowindex=${from + at + 2} class=${markOf?.(row)}>
              ${columns.map((column) => html`<td role="cell" class=${column.kind}>${column.cell(row)}</td>`)}
            </tr>`)}
          ${to < rows.length && html`<${Gap} rows=${rows.length - to} height=${height} columns=${columns.length} />`}
        </tbody>
      </table>
      ${error && html`<${Failed} error=${error} again=${again} />`}
      ${isLoading && html`<${Loading} what=${`Loading ${noun}s`} />`}
      <p class="table-end" ref=${end}>
        ${rows.length > 0 && html`<span>${counted(rows.length, noun)}${hasMore ? " so far" : ""}</span>`}
        ${hasMore && !isLoading && html`<button class="quiet" onClick=${more}>Show more</button>`}
      </p>
    </div>
  `;
}

const Gap = ({ rows, height, columns }) => html`
  <tr class="gap" aria-hidden="true"><td colspan=${columns} style=${{ height: `${rows * height}px` }}></td></tr>
`;

/** The first and last row to draw, and the height of one. @returns {[number, number, number]} */
function useWindow(body, count) {
  const [seen, setSeen] = useState({ from: 0, to: WINDOWED, height: 40 });
  const isWindowed = count > WINDOWED;
  const measure = useCallback(() => {
    const row = body.current?.querySelector("tr:not(.gap)");
    if (!row) return;
    const height = row.getBoundingClientRect().height || 40;
    const above = -body.current.getBoundingClientRect().top;
    const from = Math.max(0, Math.floor(above / height) - AROUND);
    const to = Math.ceil((above + window.innerHeight) / height) + AROUND;
    setSeen((now) => (now.from === from && now.to === to && now.height === height ? now : { from, to, height }));
  }, []);
  useLayoutEffect(() => {
    if (!isWindowed) return;
    let waiting = 0;
    const soon = () => (waiting ||= requestAnimationFrame(() => ((waiting = 0), measure())));
    measure();
    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon);
    return () => {
      cancelAnimationFrame(waiting);
      removeEventListener("scroll", soon);
      removeEventListener("resize", soon);
    };
  }, [isWindowed, count]);
  if (!isWindowed) return [0, count, 0];
  const to = Math.min(count, Math.max(seen.to, 1));
  return [Math.min(seen.from, Math.max(0, to - 1)), to, seen.height];
}

/** Calls `then` when the end of the table comes near. */
function useNear(then) {
  const end = useRef(/** @type {HTMLElement | null} */ (null));
  const wanted = useRef(then);
  wanted.current = then;
  const isWanted = Boolean(then);
  useEffect(() => {
    if (!end.current || !isWanted) return;
    const watch = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && wanted.current?.(), { rootMargin: "600px" });
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [isWanted]);
  return end;
}
