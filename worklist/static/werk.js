// Makes pages smoother; without it everything works too. htmx sends the mark of the session with every change, the
// focus stays where somebody was working, and an answer that says that something is wrong is shown as a page.
"use strict";

(function () {
  const merk = document.querySelector('meta[name="csrf"]');

  document.addEventListener("htmx:configRequest", function (gebeurtenis) {
    if (merk && merk.content) gebeurtenis.detail.headers["X-CSRF"] = merk.content;
  });

  document.addEventListener("htmx:responseError", function (gebeurtenis) {
    const pagina = new DOMParser().parseFromString(gebeurtenis.detail.xhr.responseText, "text/html");
    const nieuw = pagina.querySelector("main");
    const oud = document.querySelector("main");
    if (!nieuw || !oud) return;
    oud.replaceWith(document.adoptNode(nieuw));
    document.title = pagina.title || document.title;
    nieuw.focus();
    window.scrollTo(0, 0);
  });

  document.addEventListener("htmx:sendError", function () {
    const melding = document.getElementById("geen-verbinding");
    if (melding) melding.hidden = false;
  });

  // After a swap the element that had the focus may be gone: its successor, or what was swapped, gets it.
  let vorige = "";

  document.addEventListener("htmx:beforeSwap", function () {
    vorige = document.activeElement ? document.activeElement.id : "";
  });

  document.addEventListener("htmx:afterSettle", function (gebeurtenis) {
    if (document.activeElement && document.activeElement !== document.body) return;
    const doel = (vorige && document.getElementById(vorige)) || gebeurtenis.detail.target;
    if (!doel || !doel.isConnected) return;
    if (!doel.matches("a[href], button, input, select, textarea, [tabindex]")) doel.setAttribute("tabindex", "-1");
    doel.focus({ preventScroll: true });
  });

  // Sent twice by a double click: once is enough.
  document.addEventListener("submit", function (gebeurtenis) {
    const formulier = gebeurtenis.target;
    if (formulier.dataset.bezig) {
      gebeurtenis.preventDefault();
      return;
    }
    formulier.dataset.bezig = "ja";
    window.setTimeout(function () { delete formulier.dataset.bezig; }, 4000);
  });

  // What is wrong, or what was done, is where somebody starts reading after a page was sent.
  const fout = document.querySelector(".utrecht-alert--error[tabindex], [data-eerst]");
  if (fout) fout.focus();
})();
