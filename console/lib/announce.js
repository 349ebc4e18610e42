/** Says something to those who do not see it appear. */

/** @param {string} sentence */
export function announce(sentence) {
  const said = document.getElementById("said");
  if (said) said.textContent = said.textContent === sentence ? `${sentence}\u00a0` : sentence; // a repetition is said, too
}
