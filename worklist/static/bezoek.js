// Keeps what was typed about a visit when the connection is gone, and sends it when it is back. Without this file the
// form works as any form. Kept per taak in the browser of the colleague: only the fields of the form, never a name or
// address. A browser has no place for a key, so it is not encrypted: therefore as little as possible, until the server
// confirmed it, at most two days, and never past a logout or for another colleague.
"use strict";

(function () {
  var stand = document.getElementById("bezoek-stand");
  if (!stand || !window.localStorage) return;
  var BEGIN = "tijdig-bezoek-";
  var MIJN = BEGIN + stand.dataset.medewerker + "-";
  var TWEE_DAGEN = 48 * 3600 * 1000;
  var NOOIT = ["csrf", "versie"];

  function sleutels() {
    return Object.keys(localStorage).filter(function (naam) { return naam.indexOf(BEGIN) === 0; });
  }

  function lees(naam) {
    try { return JSON.parse(localStorage.getItem(naam)); } catch (fout) { return null; }
  }

  function bewaar(naam, bewaard) {
    try { localStorage.setItem(naam, JSON.stringify(bewaard)); } catch (fout) { meld("Bewaren op dit apparaat lukt niet."); }
  }

  function meld(tekst) {
    stand.hidden = !tekst;
    stand.querySelector("p").textContent = tekst;
  }

  function bij(formulier, tekst) {
    var plek = formulier.querySelector("[data-stand]");
    if (plek) plek.textContent = tekst;
  }

  function velden(formulier) {
    var inhoud = {};
    new FormData(formulier).forEach(function (waarde, naam) {
      if (NOOIT.indexOf(naam) < 0) inhoud[naam] = String(waarde);
    });
    return inhoud;
  }

  function zet_terug(formulier, inhoud) {
    Object.keys(inhoud).forEach(function (naam) {
      formulier.querySelectorAll('[name="' + naam + '"]').forEach(function (veld) {
        if (veld.type === "radio" || veld.type === "checkbox") veld.checked = veld.value === inhoud[naam];
        else veld.value = inhoud[naam];
      });
    });
  }

  function naam_van(formulier) { return MIJN + formulier.dataset.bewaar; }

  function wis(naam) { localStorage.removeItem(naam); }

  function klaar(formulier) {
    wis(naam_van(formulier));
    var zin = document.createElement("p");
    zin.className = "utrecht-paragraph";
    zin.setAttribute("role", "status");
    zin.textContent = "De uitkomst is vastgelegd.";
    formulier.replaceWith(zin);
    tel();
  }

  // One at a time: what is under way is not sent again, and the key of the form makes twice harmless anyway.
  function stuur(formulier) {
    if (formulier.dataset.onderweg) return;
    formulier.dataset.onderweg = "ja";
    bij(formulier, "Wordt verstuurd.");
    fetch(formulier.action, {
      method: "POST", credentials: "same-origin",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(new FormData(formulier)).toString()
    }).then(function (antwoord) {
      delete formulier.dataset.onderweg;
      if (antwoord.ok && antwoord.redirected && antwoord.url.indexOf("/inloggen") < 0) return klaar(formulier);
      if (antwoord.status >= 500) return wacht(formulier, "De server geeft een storing.");
      vraag(formulier, antwoord);
    }).catch(function () {
      delete formulier.dataset.onderweg;
      wacht(formulier, "Er is geen verbinding.");
    });
  }

  function wacht(formulier, waarom) {
    bewaar(naam_van(formulier), { op: Date.now(), wacht: true, velden: velden(formulier) });
    bij(formulier, waarom + " Wat u typte is op dit apparaat bewaard en gaat vanzelf weg als het weer lukt.");
    tel();
  }

  // Refused: nothing is lost, but a person must look. The whole form of the taak says what is wrong.
  function vraag(formulier, antwoord) {
    bewaar(naam_van(formulier), { op: Date.now(), wacht: false, velden: velden(formulier) });
    var waarom = antwoord.status === 409 ? "Een collega was eerder. " :
      antwoord.redirected || antwoord.status === 403 ? "Laad de pagina opnieuw en log zo nodig in. " : "Er klopt iets niet. ";
    bij(formulier, "Niet vastgelegd. " + waarom + "Wat u typte staat hier nog.");
    tel();
  }

  function tel() {
    var aantal = sleutels().filter(function (naam) {
      var bewaard = lees(naam);
      return bewaard && bewaard.wacht;
    }).length;
    meld(aantal ? "Nog niet verstuurd: " + aantal + (aantal === 1 ? " bezoek." : " bezoeken.") +
      " Laat deze pagina open, of open hem later opnieuw." : "");
  }

  function probeer() {
    document.querySelectorAll("form[data-bewaar]").forEach(function (formulier) {
      var bewaard = lees(naam_van(formulier));
      if (bewaard && bewaard.wacht) stuur(formulier);
    });
  }

  function volg(formulier) {
    var bewaard = lees(naam_van(formulier));
    if (bewaard) {
      zet_terug(formulier, bewaard.velden);
      bij(formulier, "Dit had u hier al ingevuld. Het is nog niet vastgelegd.");
      var details = formulier.closest("details");
      if (details) details.open = true;
    }
    formulier.addEventListener("input", function () {
      bewaar(naam_van(formulier), { op: Date.now(), wacht: false, velden: velden(formulier) });
    });
    formulier.addEventListener("submit", function (gebeurtenis) {
      gebeurtenis.preventDefault();
      bewaar(naam_van(formulier), { op: Date.now(), wacht: true, velden: velden(formulier) });
      stuur(formulier);
    });
  }

  // A colleague recorded it meanwhile: what was typed here is shown once, so that it is not lost without a word.
  function toon_gemist(plek) {
    var naam = MIJN + plek.dataset.klaar, bewaard = lees(naam);
    if (!bewaard) return;
    var tekst = bewaard.velden.aantekening;
    plek.textContent = "Dit bezoek is al vastgelegd." + (tekst ? " U had nog getypt: " + tekst : "");
    wis(naam);
  }

  sleutels().forEach(function (naam) {
    var bewaard = lees(naam);
    if (naam.indexOf(MIJN) !== 0 || !bewaard || Date.now() - bewaard.op > TWEE_DAGEN) wis(naam);
  });
  document.querySelectorAll("form[data-bewaar]").forEach(volg);
  document.querySelectorAll("[data-klaar]").forEach(toon_gemist);
  document.querySelectorAll('form[action="/uitloggen"]').forEach(function (formulier) {
    formulier.addEventListener("submit", function (gebeurtenis) {
      var nog = sleutels().length;
      if (nog && !window.confirm("Wat u over een bezoek typte is nog niet vastgelegd en gaat weg. Toch uitloggen?")) {
        gebeurtenis.preventDefault();
        gebeurtenis.stopImmediatePropagation();
        return;
      }
      sleutels().forEach(wis);
    });
  });
  window.addEventListener("online", probeer);
  tel();
  if (navigator.onLine) probeer();
})();
