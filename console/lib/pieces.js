/** Files that the API gives in pieces: all of one, put together. */

/**
 * @param {string} url of this host
 * @returns {Promise<Blob>} Throws what `fetch` throws, and an Error for a refusal.
 */
export async function whole(url) {
  /** @type {Blob[]} */
  const pieces = [];
  let [at, size, type] = [0, 1, ""];
  while (at < size) {
    const answer = await fetch(url, { headers: { Range: `bytes=${at}-` }, credentials: "same-origin", cache: "no-store" });
    if (answer.status === 416 && at === 0) break; // an empty file
    if (answer.status !== 206) throw new Error(`status ${answer.status}`);
    const piece = await answer.blob();
    size = Number(answer.headers.get("content-range")?.split("/")[1] ?? 0);
    type = answer.headers.get("content-type") ?? "";
    pieces.push(piece);
    at += piece.size;
    if (piece.size === 0) throw new Error("an empty piece");
  }
  return new Blob(pieces, { type });
}

/** @param {Blob} file @param {string} name */
export function saved(file, name) {
  const url = URL.createObjectURL(file);
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
